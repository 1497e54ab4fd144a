// Password hashes made by the systems before this one: Werkzeug, Argon2 strings from elsewhere, the ticket
// portal. Verified so that people can sign in once more; sign-in then replaces them. Never made here. A hash
// whose stated cost is beyond the bounds is refused before anything is computed, so that an imported row
// cannot stall a worker.
#pragma once

#include <optional>
#include <string_view>

#include "base/secret.h"
#include "crypto/key_ring.h"

namespace crypto {

// True or false: compared. Nothing: the form is unknown or malformed, its cost out of bounds, or its pepper
// not in the ring; in that case no hash was computed. Forms:
//   pbkdf2:sha256:ROUNDS$SALT$HEX, scrypt:N:R:P$SALT$HEX     Werkzeug; the salt is its ASCII text
//   $argon2id$v=19$m=KIB,t=T,p=P$SALT$HASH, $argon2i$…       no pepper
//   ticket-portal$KEYID$SALT$HASH                            base64; 100,000 rounds, password then pepper
//   text
std::optional<bool> verify_foreign(const KeyRing& identity, std::string_view hash,
                                   const base::Secret& password);

// The Argon2 string with its stated cost within bounds (ours and foreign ones alike), compared; nothing as
// above.
std::optional<bool> verify_argon2(std::string_view hash, std::string_view password);

}  // namespace crypto
