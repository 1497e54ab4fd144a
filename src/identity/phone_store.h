// Where phone numbers are kept: sealed, the account in every WHERE clause. One number of an account counts.
#pragma once

#include "app/context.h"
#include "identity/phone.h"

namespace identity {

// The one that counts.
std::optional<Phone> find_phone(app::Context& context, base::AccountId account);
// One that this browser adds and that is not proved yet.
std::optional<Phone> find_unproved_phone(app::Context& context, base::AccountId account, std::uint64_t id);
std::uint64_t insert_phone(app::Context& context, base::AccountId account, const base::PhoneNumber& number,
                           bool takes_text, std::uint64_t consent);
// From now on it counts. False if somebody was faster.
bool confirm_phone(app::Context& context, base::AccountId account, std::uint64_t id);
// Whether the one that counts does so only since then or later.
bool phone_counts_since(app::Context& context, base::AccountId account, base::Instant since);
void note_phone_use(app::Context& context, base::AccountId account);
// The consents of the numbers that count, locked until the transaction ends.
std::vector<std::uint64_t> lock_consents(app::Context& context, base::AccountId account);
// Those that count; those being added too with `all`.
void delete_phones(app::Context& context, base::AccountId account, bool all);
bool delete_phone(app::Context& context, base::AccountId account, std::uint64_t id);

}  // namespace identity
