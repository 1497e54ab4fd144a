// Opens Fernet tokens: version, time (8 bytes), IV (16), AES-128-CBC text, HMAC-SHA-256 over all before it.
#include "crypto/fernet.h"

#include <openssl/evp.h>

#include <memory>

#include "base/text.h"
#include "crypto/random.h"

namespace crypto {
namespace {

constexpr size_t kHalf = 16;  // signing and encryption key, IV, AES block
constexpr size_t kHeader = 1 + 8 + kHalf;
constexpr size_t kMac = 32;

std::optional<base::Secret> decrypt(std::string_view key, std::string_view iv, std::string_view box) {
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  &EVP_CIPHER_CTX_free);
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<const unsigned char*>(text.data());
    };
    std::string clear(box.size() + kHalf, '\0');
    auto* out = reinterpret_cast<unsigned char*>(clear.data());
    int length = 0;
    int rest = 0;
    if (!context ||
        EVP_DecryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, bytes(key), bytes(iv)) != 1 ||
        EVP_DecryptUpdate(context.get(), out, &length, bytes(box), static_cast<int>(box.size())) != 1 ||
        EVP_DecryptFinal_ex(context.get(), out + length, &rest) != 1) {
        const base::Secret wiped(std::move(clear));
        return {};
    }
    clear.resize(static_cast<size_t>(length + rest));
    return base::Secret(std::move(clear));
}

}  // namespace

bool looks_like_fernet(std::string_view token) {
    return token.starts_with("gA");
}

std::optional<base::Secret> open_fernet(const base::Secret& key, std::string_view token) {
    // The specification demands padding; ours has none, so it is taken off after its length was checked.
    if (key.size() != 2 * kHalf || token.size() % 4 != 0) return {};
    const size_t padding = token.ends_with("==") ? 2 : token.ends_with('=') ? 1 : 0;
    std::string raw;
    if (!base::from_base64url(token.substr(0, token.size() - padding), raw)) return {};
    if (raw.size() < kHeader + kHalf + kMac || (raw.size() - kHeader - kMac) % kHalf != 0 ||
        raw[0] != '\x80') {
        return {};
    }
    const std::string_view all(raw);
    const std::string_view body = all.substr(0, raw.size() - kMac);
    if (!equal(hmac_sha256(key.reveal().substr(0, kHalf), body), all.substr(body.size()))) return {};
    return decrypt(key.reveal().substr(kHalf), all.substr(kHeader - kHalf, kHalf), body.substr(kHeader));
}

}  // namespace crypto
