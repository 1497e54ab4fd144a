#include "crypto/sha1.h"

#include <openssl/evp.h>

#include <array>

#include "base/error.h"

namespace crypto {

base::Secret sha1_hex(const base::Secret& bytes) {
    std::array<unsigned char, 20> digest{};
    const auto text = bytes.reveal();
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1 || size != 20)
        throw base::Bug("SHA-1 is not to be had");
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string hex;
    hex.reserve(40);
    for (const auto byte : digest) (hex += kDigits[byte >> 4U]) += kDigits[byte & 15U];
    return base::Secret(std::move(hex));
}

}  // namespace crypto
