// Where half-finished sign-ins are kept, and what a person's roles are. Each read names the browser that
// asks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "identity/sign_in_steps.h"

namespace identity {

std::uint64_t insert_pending(app::Context& context, const PendingSignIn& pending);
// Nothing when it is another browser's or older than session.half. An account that is not active is nobody.
std::optional<PendingSignIn> find_pending(app::Context& context, std::uint64_t id);
// All steps of a reset are done. False: somebody was faster.
bool pass_pending(app::Context& context, std::uint64_t id);
bool delete_pending(app::Context& context, std::uint64_t id);  // false: somebody was faster
// A person asks anew: what this browser began for the same name and purpose and did not prove is over.
void replace_unproved(app::Context& context, const PendingSignIn& newer);
// At sign-out: all that this browser has begun.
void forget_pending(app::Context& context);
// When the password or a factor changed: all that anybody has begun for the account.
void forget_pending_of(app::Context& context, base::AccountId account);

}  // namespace identity
