// How codes that people type are kept: as a keyed hash over account, purpose and code, so that a stolen table
// cannot be tried out and a hash cannot be moved to another account or use. For mailed codes, reset codes and
// recovery codes. Never limits tries: the caller counts them before it compares.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "crypto/key_ring.h"

namespace crypto {

// 32 raw bytes under the newest key. `purpose` is a constant such as "sign-in"; account 0 stands for a
// phantom.
std::string code_hash(const KeyRing& identity, base::AccountId account, std::string_view purpose,
                      std::string_view code);
// One hash per key, newest first: for WHERE … IN while keys rotate.
std::vector<std::string> code_hashes(const KeyRing& identity, base::AccountId account,
                                     std::string_view purpose, std::string_view code);
// True if `hash` was made from the same account, purpose and code with any key of the ring; in constant time.
bool check_code(const KeyRing& identity, base::AccountId account, std::string_view purpose,
                std::string_view code, std::string_view hash);

}  // namespace crypto
