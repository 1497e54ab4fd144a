// Randomness and hashes. All randomness of the portal comes from here (libsodium, kernel-backed, safe over
// fork).
#pragma once

#include <string>
#include <string_view>

namespace crypto {

void initialise();  // sodium_init and OpenSSL, once in the master before fork; throws base::ConfigError

std::string random_bytes(size_t count);
constexpr size_t kTokenSize = 43;
std::string random_token();  // 32 random bytes as base64url (kTokenSize characters): sessions, cookies
std::string random_digits(int count);  // uniform: one-time codes
std::string random_base32(int count);  // RFC 4648 alphabet, upper case: recovery codes, TOTP secrets
std::string random_uuid();             // version 4, lower case

std::string sha256(std::string_view bytes);                             // 32 raw bytes
std::string hmac_sha256(std::string_view key, std::string_view bytes);  // 32 raw bytes
std::string hmac_sha512(std::string_view key, std::string_view bytes);  // 64 raw bytes
bool equal(std::string_view a, std::string_view b);                     // constant time for equal lengths

}  // namespace crypto
