// Recovery codes: ten of 24 base32 characters (120 bits), shown once in groups of four, kept as keyed hashes
// (code.h). Never decides whether one was used: the caller consumes it by a conditional UPDATE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "crypto/key_ring.h"

namespace crypto {

std::vector<std::string> make_recovery_codes();           // ten, in normal form
std::string show_recovery_code(std::string_view normal);  // "ABCD-EFGH-…"
// The normal form of what was typed: case, spaces and hyphens forgiven, 0 read as O and 8 as B (neither digit
// occurs). Nothing if it cannot be a recovery code.
std::optional<std::string> normalise_recovery_code(std::string_view typed);
// The keyed hash of a normal form, under the newest key, and under each key for WHERE … IN.
std::string recovery_code_hash(const KeyRing& identity, base::AccountId account, std::string_view normal);
std::vector<std::string> recovery_code_hashes(const KeyRing& identity, base::AccountId account,
                                              std::string_view normal);

}  // namespace crypto
