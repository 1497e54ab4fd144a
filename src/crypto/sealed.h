// Sealed fields: XChaCha20-Poly1305 with a random nonce, "g1.<key id>.<base64url(nonce || box)>"; table,
// column and row are associated data, so that a token cannot be moved to another row. Fernet tokens (rows
// from other systems) are opened too. Blind index: exact search over sealed fields without opening them.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "crypto/key_ring.h"

namespace crypto {

struct SealedText {
    std::string token;
};

// Where the token lives. `row` is a value known before the INSERT (a random row tag or a natural key).
struct Place {
    std::string_view table, column;
    std::string_view row;
};

// A token that does not open: wrong place, unknown key, damaged.
struct OpenError : base::Error {
    using base::Error::Error;
};

SealedText seal(const KeyRing& ring, Purpose purpose, const Place& place, std::string_view clear);
base::Secret open(const KeyRing& ring, Purpose purpose, const Place& place, const SealedText& sealed);
// True when `sealed` was not made with the newest key (rotate: seal again).
bool is_stale(const KeyRing& ring, const SealedText& sealed);

// 32 bytes: HMAC-SHA-256 of `column` and the canonical value, under the newest key; `blind_indexes` gives one
// per key, for WHERE … IN while keys rotate.
std::string blind_index(const KeyRing& ring, std::string_view column, std::string_view canonical);
std::vector<std::string> blind_indexes(const KeyRing& ring, std::string_view column,
                                       std::string_view canonical);

}  // namespace crypto
