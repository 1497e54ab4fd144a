// Where recovery codes are kept: as keyed hashes, each used once. The account stands in every WHERE clause.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"

namespace identity {

int count_recovery_codes(app::Context& context, base::AccountId account);  // unused ones
// Kills the old set. In a transaction.
void replace_recovery_codes(app::Context& context, base::AccountId account,
                            const std::vector<std::string>& normal);
void delete_recovery_codes(app::Context& context, base::AccountId account);
// A set made then or later; true if there was one.
bool delete_recovery_codes_since(app::Context& context, base::AccountId account, base::Instant since);
// The unused code, by its normal form; still to be used.
std::optional<std::uint64_t> find_recovery_code(app::Context& context, base::AccountId account,
                                                std::string_view normal);
bool use_recovery_code(app::Context& context, base::AccountId account,
                       std::uint64_t id);  // true exactly once

}  // namespace identity
