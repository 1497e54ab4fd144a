// Sending what a factor needs before it can be proved: a code by mail. What was sent is good for one sign-in
// or one session only (`bound`: "step:33", "session:7"), in the browser that asked.
#pragma once

#include <expected>
#include <string>

#include "app/context.h"
#include "app/refusal.h"
#include "identity/challenge.h"
#include "identity/factor.h"

namespace identity {

bool is_sent(Factor factor);  // codes by phone are phone_code's

// Must not run inside a transaction. Refuses: too_many.
std::expected<void, app::Refusal> send_factor(app::Context& context, base::AccountId account, Factor factor,
                                              const std::string& bound);
CodeTarget second_factor_target(base::AccountId account, const std::string& bound);

}  // namespace identity
