// What every change of a person's second factors has in common, whichever factor it is: all other sessions,
// known devices and half-finished sign-ins end, the change is kept in the audit trail, and the owner is told
// by mail.
#pragma once

#include <expected>
#include <string_view>

#include "app/context.h"
#include "app/refusal.h"
#include "app/words.h"
#include "identity/factor.h"

namespace identity {

bool is_allowed(const app::Context& context, Factor factor);  // factors.allowed
bool is_first(const app::Context& context, Factor factor);    // factors.first

// In the transaction of the change. `action` is for the audit trail ("totp.add"), `what` for the mail.
void announce(app::Context& context, base::AccountId account, app::Name action, std::string_view what);

// In the transaction that removed a factor of the asker, before `announce`: without any second factor left
// recovery codes go too. True if it was the last. Refuses: conflict, when a role demands a second factor.
std::expected<bool, app::Refusal> settle_removal(app::Context& context);

}  // namespace identity
