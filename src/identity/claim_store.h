// Taking an account for one transaction. What was read before (a password that was hashed, a code that was
// typed) may be out of date by the time a session is made of it: whoever lets in, ends sessions or changes
// what is needed to come in takes the account first, so that of two at once the second sees what the first
// did. It is a write, so that it holds between hosts too.
#pragma once

#include <string>

#include "app/context.h"

namespace identity {

// In a transaction, before anything is decided. False: there is no such active account (any more).
bool claim_account(app::Context& context, base::AccountId account);
// The asker's own account. False also when the session that asks has ended meanwhile.
bool claim_own(app::Context& context);
// After a claim: the account's password is still the one that was compared.
bool is_current_hash(app::Context& context, base::AccountId account, const std::string& hash);

}  // namespace identity
