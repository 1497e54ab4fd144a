// Where codes on their way to a phone are kept, while they may be typed and no longer: a row that is over is
// deleted, and the provider's reference with it. Account and browser stand in the WHERE clauses.
#pragma once

#include <string>

#include "app/context.h"
#include "identity/phone.h"

namespace identity {

struct SentCode {
    std::uint64_t id;
    std::string reference;  // the provider's name for it
    bool called;
};

// Throws database::DuplicateKey when the reference stands in another row.
void insert_code(app::Context& context, base::AccountId account, std::uint64_t phone,
                 std::string_view reference, bool called, base::Instant expires_at);
// The newest of this browser for the account's number.
std::optional<SentCode> own_code(app::Context& context, base::AccountId account, std::uint64_t phone);
// The newest for the account's number, from whatever browser; an expired one too.
std::optional<SentCode> newest_code(app::Context& context, base::AccountId account, std::uint64_t phone);
// Counts a try and takes the code for one check, until `until`. False: another check runs, or all tries are
// spent (has_tries() tells).
bool claim_code(app::Context& context, std::uint64_t id, int most, base::Instant until);
bool has_tries(app::Context& context, std::uint64_t id, int most);
void release_code(app::Context& context, std::uint64_t id);
// True exactly once for a code.
bool mark_called(app::Context& context, std::uint64_t id);
void unmark_called(app::Context& context, std::uint64_t id);
bool delete_code(app::Context& context, base::AccountId account, std::uint64_t id);
void delete_codes(app::Context& context, base::AccountId account, std::uint64_t phone);

}  // namespace identity
