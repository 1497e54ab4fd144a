// A password that the sysadmin takes away or sets, because its owner cannot or should not keep it. Whoever
// was in with it is out; the audit keeps it; the owner is told by mail. Second factors stay.
#pragma once

#include <expected>

#include "app/context.h"
#include "app/refusal.h"
#include "base/secret.h"

namespace identity {

// Nobody knows the next password but its owner, who sets it by "Forgotten password": the code for that is
// mailed to the browser that asks, so this mail holds none. Refuses: conflict (disabled; or no mail leads to
// a new password).
std::expected<void, app::Refusal> withdraw_password(app::Context& context, base::AccountId account);
// For who gets no mail. Refuses: conflict (disabled), invalid on "password".
std::expected<void, app::Refusal> set_password(app::Context& context, base::AccountId account,
                                               const base::Secret& wanted);

}  // namespace identity
