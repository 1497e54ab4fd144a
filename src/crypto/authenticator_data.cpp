// Cuts authenticator data apart and hands keys and signatures to libfido2. Every fido object is freed on
// every way out.
#include "crypto/authenticator_data.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>

#include <memory>
#include <new>

#include "crypto/cbor.h"
#include "crypto/rs256.h"
#include "crypto/webauthn.h"

namespace crypto::webauthn {
namespace {

constexpr size_t kHashBytes = 32;
constexpr size_t kFixedBytes = kHashBytes + 1 + 4;
constexpr size_t kAaguidBytes = 16;
constexpr size_t kMaxIdBytes = 1023;

enum Flag : unsigned { kUP = 1, kUV = 4, kBE = 8, kBS = 16, kAT = 64, kED = 128 };

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

struct FreeCredential {
    void operator()(fido_cred_t* credential) const { fido_cred_free(&credential); }
};
struct FreeAssertion {
    void operator()(fido_assert_t* assertion) const { fido_assert_free(&assertion); }
};
using FidoCredential = std::unique_ptr<fido_cred_t, FreeCredential>;

// libfido2 decodes a COSE key only for the algorithm it was told to expect.
FidoCredential decode(int algorithm, std::string_view authenticator_data) {
    FidoCredential credential(fido_cred_new());
    if (!credential) throw std::bad_alloc();
    if (fido_cred_set_type(credential.get(), algorithm) != FIDO_OK ||
        fido_cred_set_authdata_raw(credential.get(), raw(authenticator_data), authenticator_data.size()) !=
            FIDO_OK) {
        credential.reset();
    }
    return credential;
}

template <class Key, auto make, auto release, auto read>
bool verify_with(const fido_assert_t* assertion, const PublicKey& key) {
    Key* made = make();
    if (made == nullptr) throw std::bad_alloc();
    const bool holds = read(made, key.raw.data(), key.raw.size()) == FIDO_OK &&
                       fido_assert_verify(assertion, 0, key.algorithm, made) == FIDO_OK;
    release(&made);
    return holds;
}

}  // namespace

std::optional<AuthenticatorData> AuthenticatorData::parse(std::string_view bytes) {
    if (bytes.size() < kFixedBytes) return {};
    AuthenticatorData parsed;
    parsed.rp_id_hash = bytes.substr(0, kHashBytes);
    const unsigned flags = static_cast<unsigned char>(bytes[kHashBytes]);
    for (const char c : bytes.substr(kHashBytes + 1, 4)) {
        parsed.counter = parsed.counter << 8U | static_cast<unsigned char>(c);
    }
    parsed.present = (flags & kUP) != 0;
    parsed.verified = (flags & kUV) != 0;
    parsed.backup_eligible = (flags & kBE) != 0;
    parsed.backed_up = (flags & kBS) != 0;
    if (parsed.backed_up && !parsed.backup_eligible) return {};
    std::string_view rest = bytes.substr(kFixedBytes);
    if ((flags & kAT) != 0) {
        if (rest.size() < kAaguidBytes + 2) return {};
        const auto aaguid = rest.substr(0, kAaguidBytes);
        const size_t length = static_cast<size_t>(static_cast<unsigned char>(rest[kAaguidBytes])) << 8U |
                              static_cast<unsigned char>(rest[kAaguidBytes + 1]);
        rest.remove_prefix(kAaguidBytes + 2);
        if (length == 0 || length > kMaxIdBytes || rest.size() < length) return {};
        parsed.aaguid = aaguid;
        parsed.credential_id = rest.substr(0, length);
        rest.remove_prefix(length);
        const auto key = cbor::take_item(rest);
        if (!key) return {};
        parsed.public_key = *key;
    }
    if ((flags & kED) != 0 && !cbor::take_item(rest)) return {};
    if (!rest.empty()) return {};
    return parsed;
}

std::optional<PublicKey> public_key_of_cose(std::string_view cose) {
    if (is_rs256_key(cose)) return PublicKey{COSE_RS256, std::string(cose)};
    // libfido2 reads COSE keys only inside authenticator data: wrap this one in an otherwise empty record.
    std::string wrapped(kFixedBytes + kAaguidBytes + 2, '\0');
    wrapped[kHashBytes] = kUP | kAT;
    wrapped.back() = 1;
    wrapped += 'x';
    wrapped += cose;
    for (const int algorithm : {COSE_ES256, COSE_EDDSA}) {
        const auto credential = decode(algorithm, wrapped);
        if (!credential) continue;
        const unsigned char* key = fido_cred_pubkey_ptr(credential.get());
        if (key == nullptr) continue;
        return PublicKey{algorithm,
                         {reinterpret_cast<const char*>(key), fido_cred_pubkey_len(credential.get())}};
    }
    return {};
}

bool self_attestation_holds(int algorithm, std::string_view rp_id, std::string_view authenticator_data,
                            std::string_view client_data_hash, std::string_view statement) {
    const auto stated = cbor::at(statement, "alg");
    if (!stated || cbor::integer(*stated) != algorithm || cbor::at(statement, "x5c")) return false;
    const auto credential = decode(algorithm, authenticator_data);
    return credential && fido_cred_set_rp(credential.get(), std::string(rp_id).c_str(), nullptr) == FIDO_OK &&
           fido_cred_set_clientdata_hash(credential.get(), raw(client_data_hash), client_data_hash.size()) ==
               FIDO_OK &&
           fido_cred_set_fmt(credential.get(), "packed") == FIDO_OK &&
           fido_cred_set_attstmt(credential.get(), raw(statement), statement.size()) == FIDO_OK &&
           fido_cred_verify_self(credential.get()) == FIDO_OK;
}

bool assertion_holds(const PublicKey& key, std::string_view rp_id, std::string_view authenticator_data,
                     std::string_view client_data_hash, std::string_view signature) {
    if (key.algorithm == COSE_RS256)
        return rs256_holds(key.raw, authenticator_data, client_data_hash, signature);
    const std::unique_ptr<fido_assert_t, FreeAssertion> assertion(fido_assert_new());
    fido_assert_t* made = assertion.get();
    if (made == nullptr) throw std::bad_alloc();
    if (fido_assert_set_rp(made, std::string(rp_id).c_str()) != FIDO_OK ||
        fido_assert_set_count(made, 1) != FIDO_OK ||
        fido_assert_set_clientdata_hash(made, raw(client_data_hash), client_data_hash.size()) != FIDO_OK ||
        fido_assert_set_authdata_raw(made, 0, raw(authenticator_data), authenticator_data.size()) !=
            FIDO_OK ||
        fido_assert_set_sig(made, 0, raw(signature), signature.size()) != FIDO_OK) {
        return false;
    }
    switch (key.algorithm) {
        case COSE_ES256:
            return verify_with<es256_pk_t, es256_pk_new, es256_pk_free, es256_pk_from_ptr>(made, key);
        case COSE_EDDSA:
            return verify_with<eddsa_pk_t, eddsa_pk_new, eddsa_pk_free, eddsa_pk_from_ptr>(made, key);
        default: return false;
    }
}

}  // namespace crypto::webauthn
