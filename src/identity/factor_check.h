// Proving a second factor: at sign-in, and again before a sensitive act. A try is counted before anything is
// compared, apart from the password's tries and more strictly: after throttle.factor_failures the next ones
// are not looked at for a growing time, and after code.wrong_per_day wrong ones within a day the factors
// pause and the owner is told. What was right counts once: it is consumed in the transaction of what it
// allows.
#pragma once

#include <expected>
#include <string_view>

#include "app/context.h"
#include "app/refusal.h"
#include "identity/factor.h"
#include "identity/throttle.h"

namespace identity {

struct Proven {
    Factor factor;
    std::uint64_t row;  // of the app, recovery code, passkey, challenge or code by phone
    std::int64_t step;  // of an app; a passkey's counter
    bool backed_up;     // a passkey is
    Attempt attempt;
};

// `typed`: the code, or a passkey's answer as JSON; `bound`: what a mailed code was sent for (factor_send.h).
// Must not run inside a transaction. Refuses: invalid, alike for wrong, used and throttled; busy, when who
// looks at a code by phone could not.
std::expected<Proven, app::Refusal> check_factor(app::Context& context, base::AccountId account,
                                                 Factor factor, std::string_view typed,
                                                 const std::string& bound);
// In the transaction of what it allows. False: it was used in between.
bool consume_factor(app::Context& context, base::AccountId account, const Proven& proven);
app::Refusal wrong_factor(Factor factor);
// Forgets the wrong codes of the day that were counted against the account itself.
void end_factor_pause(app::Context& context, base::AccountId account);

}  // namespace identity
