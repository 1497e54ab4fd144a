// Cuts modulus and exponent out of a COSE_Key and lets OpenSSL verify with them.
#include "crypto/rs256.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>
#include <new>
#include <optional>

#include "crypto/cbor.h"

namespace crypto::webauthn {
namespace {

constexpr size_t kLeastBytes = 256, kMostBytes = 512;  // of the modulus
constexpr size_t kMostExponentBytes = 4;
enum Label : int { kKind = 1, kAlgorithm = 3, kModulus = -1, kExponent = -2 };
constexpr int kRsa = 3, kRs256 = -257;

template <auto release>
struct Free {
    template <class T>
    void operator()(T* made) const {
        release(made);
    }
};
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

struct Parts {
    std::string_view modulus, exponent;
};

bool is_sound(const Parts& parts) {
    const auto& [modulus, exponent] = parts;
    return modulus.size() >= kLeastBytes && modulus.size() <= kMostBytes && modulus.front() != '\0' &&
           !exponent.empty() && exponent.size() <= kMostExponentBytes &&
           (static_cast<unsigned char>(exponent.back()) & 1U) != 0 && exponent != "\x01";
}

std::optional<Parts> parts_of(std::string_view cose) {
    Parts parts;
    std::optional<std::int64_t> kind, algorithm;
    int labels = 0;
    const bool whole = cbor::walk_map(cose, [&](std::string_view label, std::string_view value) {
        ++labels;
        const auto number = cbor::integer(label);
        if (number == kKind) kind = cbor::integer(value);
        if (number == kAlgorithm) algorithm = cbor::integer(value);
        if (number == kModulus) parts.modulus = cbor::bytes(value).value_or("");
        if (number == kExponent) parts.exponent = cbor::bytes(value).value_or("");
    });
    // Exactly the four labels: a label given twice leaves another one out.
    if (!whole || labels != 4 || kind != kRsa || algorithm != kRs256 || !is_sound(parts)) return {};
    return parts;
}

Number number_of(std::string_view bytes) {
    Number number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                            static_cast<int>(bytes.size()), nullptr));
    if (!number) throw std::bad_alloc();
    return number;
}

Key key_of(const Parts& parts) {
    const auto modulus = number_of(parts.modulus), exponent = number_of(parts.exponent);
    const std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
    const std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>> context(
        EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    if (!builder || !context) throw std::bad_alloc();
    EVP_PKEY* made = nullptr;
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
        return nullptr;
    }
    const std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>> values(OSSL_PARAM_BLD_to_param(builder.get()));
    if (!values || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, values.get()) != 1) {
        return nullptr;
    }
    return Key(made);
}

}  // namespace

bool is_rs256_key(std::string_view cose) {
    return parts_of(cose).has_value();
}

bool rs256_holds(std::string_view cose, std::string_view authenticator_data,
                 std::string_view client_data_hash, std::string_view signature) {
    const auto parts = parts_of(cose);
    const auto key = parts ? key_of(*parts) : nullptr;
    const std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
    if (!key || !context) return false;
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerifyUpdate(context.get(), authenticator_data.data(), authenticator_data.size()) == 1 &&
           EVP_DigestVerifyUpdate(context.get(), client_data_hash.data(), client_data_hash.size()) == 1 &&
           EVP_DigestVerifyFinal(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                                 signature.size()) == 1;
}

}  // namespace crypto::webauthn
