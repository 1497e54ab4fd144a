// Fernet tokens (github.com/fernet/spec, version 0x80) of rows that came from other systems: opened, never
// made. Authenticated before decrypted; their age is not limited, because a row may lie for years.
#pragma once

#include <optional>
#include <string_view>

#include "base/secret.h"

namespace crypto {

// True if the text begins as every Fernet token does; it may still fail to open.
bool looks_like_fernet(std::string_view token);
// The clear text, or nothing if the token is malformed or not made with `key` (32 raw bytes: signing, then
// encryption).
std::optional<base::Secret> open_fernet(const base::Secret& key, std::string_view token);

}  // namespace crypto
