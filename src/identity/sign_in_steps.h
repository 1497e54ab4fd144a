// What comes after the first proof of a sign-in: the way in, one more step, or, where a role demands a second
// factor and there is none, enrolling one. No session exists before all steps are done. A half-finished
// sign-in belongs to one browser and lives session.half.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/refusal.h"
#include "identity/factor.h"
#include "identity/sessions.h"

namespace identity {

struct PendingSignIn {
    std::uint64_t id = 0;
    base::AccountId account{};  // none: a phantom
    std::string identifier{};   // canonical, as typed
    Factor first = Factor::password;
    bool remember = false;
    bool proved = false;   // the first factor was
    std::string next{};    // where the person was going; "" for nowhere
    bool trusted = false;  // a trusted browser: the second factor was not asked for
};

// How far a sign-in came.
struct Arrival {
    std::optional<NewSession> session;  // inside …
    std::uint64_t pending = 0;          // … or this is to be finished
    bool enrol = false;                 // by enrolling a first second factor
    bool remember = false;
    std::string next = {};
};

OwnFactors own_factors(app::Context& context, base::AccountId account);
// By factors.required_for and the account's roles.
bool needs_second_factor(app::Context& context, base::AccountId account);

// The first factor was proved just now. In the transaction that consumed the proof. Refuses as enter() does.
std::expected<Arrival, app::Refusal> admit(app::Context& context, const PendingSignIn& proved);
// Nothing unless it is this browser's, proved, and not too old.
std::optional<PendingSignIn> proved_sign_in(app::Context& context, std::uint64_t id);
// The second factor; `trust` keeps this browser from being asked for it again. Refuses: not_found, invalid on
// "code".
std::expected<Arrival, app::Refusal> finish_sign_in(app::Context& context, std::uint64_t id, Factor factor,
                                                    std::string_view typed, bool trust = false);
// The last word of every sign-in, in its transaction: a new session, the old one of this browser ended; the
// owner is told when it is not the first and the browser is new.
// Refuses: not_found, when the account is not active any more.
std::expected<Arrival, app::Refusal> enter(app::Context& context, const PendingSignIn& pending);

}  // namespace identity
