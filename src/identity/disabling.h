// Keeping an account from signing in, until it is enabled again: nobody is in with it any more, and nothing
// of it is lost. The last administrator stays. And letting in whom wrong tries keep out.
#pragma once

#include <expected>

#include "app/context.h"
#include "app/refusal.h"

namespace identity {

// Refuses: not_found (no such account, or closed), conflict (the last administrator).
std::expected<void, app::Refusal> disable_account(app::Context& context, base::AccountId account);
// Refuses: not_found.
std::expected<void, app::Refusal> enable_account(app::Context& context, base::AccountId account);
// Forgets wrong passwords and codes, the pause of a day included. Not those of a browser that was in the
// account before: it counts apart, under what it alone knows. Refuses: not_found.
std::expected<void, app::Refusal> unlock_account(app::Context& context, base::AccountId account);

}  // namespace identity
