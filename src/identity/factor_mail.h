// Mail to the owner of an account about how it is signed in to.
#pragma once

#include <string_view>

#include "app/context.h"

namespace identity {

// `kind`: factor_changed, factor_paused, recovery_code_used, new_device; `what` says what happened. In a
// transaction.
void mail_owner(app::Context& context, base::AccountId account, std::string_view kind, std::string_view what);

}  // namespace identity
