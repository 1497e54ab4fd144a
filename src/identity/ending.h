// Ending what an account has open: the one list of what dies when a password, a factor or the address
// changes, and when an account is disabled or closed.
#pragma once

#include "app/context.h"

namespace identity {

// In a transaction, after a claim. Sessions, half-finished sign-ins and changes of the address, known devices
// and trusted browsers.
void end_everything(app::Context& context, base::AccountId account);
// The same, but for the asker's own session if it is the account's, and for this browser, which stays known.
void end_elsewhere(app::Context& context, base::AccountId account);

}  // namespace identity
