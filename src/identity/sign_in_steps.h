// What comes after the first proof of a sign-in: the way in, one more step, or, where a role demands a second
// factor and there is none, enrolling one. No session exists before all steps are done. A half-finished
// sign-in belongs to one browser and lives session.half. A forgotten password goes the same way, so that no
// second factor is gone around: what stands at its end is a new password, not a session.
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

enum class Purpose { sign_in, reset };
std::string_view to_text(Purpose purpose);

struct PendingSignIn {
    std::uint64_t id = 0;
    base::AccountId account{};  // none: a phantom
    std::string identifier{};   // canonical, as typed
    Factor first = Factor::password;
    bool remember = false;
    bool proved = false;   // the first factor was
    std::string next{};    // where the person was going; "" for nowhere
    bool trusted = false;  // a trusted browser: the second factor was not asked for
    Purpose purpose = Purpose::sign_in;
    bool passed = false;  // of a reset: all steps are done
};

// What is to be done next.
enum class Stage { inside, step, enrol, new_password };

// How far a sign-in came.
struct Arrival {
    Stage stage = Stage::inside;
    std::optional<NewSession> session = std::nullopt;  // inside …
    std::uint64_t pending = 0;                         // … or this is to be finished
    bool remember = false;
    std::string next = {};
};

OwnFactors own_factors(app::Context& context, base::AccountId account);
// By factors.required_for and the account's roles.
bool needs_second_factor(app::Context& context, base::AccountId account);

// The first factor was proved just now. In the transaction that consumed the proof. Refuses as enter() does.
std::expected<Arrival, app::Refusal> admit(app::Context& context, const PendingSignIn& proved);
// After that transaction: where a step is next and its factor has to be sent first (a mailed code), sends it.
void send_first_step(app::Context& context, const Arrival& arrival);
// Sends what `factor` needs, again or because it was chosen. Refuses: not_found, too_many.
std::expected<void, app::Refusal> send_step(app::Context& context, std::uint64_t id, Factor factor);
// Nothing unless it is this browser's, proved, not too old, and still has steps to go.
std::optional<PendingSignIn> proved_sign_in(app::Context& context, std::uint64_t id);
// A reset of this browser that has only the new password left to ask for.
std::optional<PendingSignIn> passed_reset(app::Context& context, std::uint64_t id);
// The second factor; `trust` keeps this browser from being asked for it again. Refuses: not_found, invalid on
// "code".
std::expected<Arrival, app::Refusal> finish_sign_in(app::Context& context, std::uint64_t id, Factor factor,
                                                    std::string_view typed, bool trust = false);
// The last word of every sign-in, in its transaction: a new session, the old one of this browser ended; the
// owner is told when it is not the first and the browser is new.
// Refuses: not_found, when the account is not active any more.
std::expected<Arrival, app::Refusal> enter(app::Context& context, const PendingSignIn& pending);

}  // namespace identity
