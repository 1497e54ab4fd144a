// RS256 keys of passkeys (RFC 8812: RSASSA-PKCS1-v1_5 with SHA-256), by OpenSSL: libfido2 takes moduli of
// 2048 bits and no other. Bounded at 4096 bits, so that a key cannot make a sign-in expensive.
#pragma once

#include <string_view>

namespace crypto::webauthn {

// A well-formed COSE_Key of kind RSA, algorithm RS256, 2048 to 4096 bits, with a small odd exponent.
bool is_rs256_key(std::string_view cose);
// Checks the signature over `authenticator_data` and `client_data_hash`.
bool rs256_holds(std::string_view cose, std::string_view authenticator_data,
                 std::string_view client_data_hash, std::string_view signature);

}  // namespace crypto::webauthn
