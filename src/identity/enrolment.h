// A person's own second factors: adding, confirming, removing an authenticator app; recovery codes. What
// every change brings about is factor_change's.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/refusal.h"
#include "base/secret.h"
#include "identity/sign_in_steps.h"

namespace identity {

// What an authenticator app needs to know.
struct AppOffer {
    std::uint64_t id;
    std::string uri;     // otpauth://…
    std::string secret;  // base32 in groups of four
};
// Begins a new app for the asker. Refuses: forbidden, conflict (there are ten already).
std::expected<std::uint64_t, app::Refusal> begin_app(app::Context& context);
// The app that this browser enrols for `account` (0: the newest); nothing if there is none.
std::optional<AppOffer> app_offer(app::Context& context, base::AccountId account, std::uint64_t id);
// The first code was typed: the app counts. Refuses: not_found, invalid on "code".
std::expected<void, app::Refusal> confirm_app(app::Context& context, std::uint64_t id,
                                              const std::string& name, std::string_view code);
// The same during a sign-in that has to enrol: it is the way in. Refuses as above.
std::expected<Arrival, app::Refusal> enrol_at_sign_in(app::Context& context, std::uint64_t pending,
                                                      const std::string& name, std::string_view code);
// Refuses: not_found; conflict, when a role demands a second factor and this is the last.
std::expected<void, app::Refusal> remove_app(app::Context& context, std::uint64_t id);
// Ten new codes as people read them; the old ones are dead. Refuses: conflict, without a second factor.
std::expected<std::vector<std::string>, app::Refusal> make_recovery_codes(app::Context& context);
// For `user reset-factors`, in a transaction: everything goes, all sessions end, the owner is told.
void reset_factors(app::Context& context, base::AccountId account);

}  // namespace identity
