// Signing in with a password. The answer, its time and its rows are the same for a wrong password, an
// unknown, disabled or throttled account. Failures are counted before the comparison, kept with their reason,
// and sealed.
#pragma once

#include <expected>
#include <string>

#include "app/context.h"
#include "app/refusal.h"
#include "base/secret.h"
#include "identity/passwords.h"
#include "identity/sessions.h"
#include "identity/sign_in_steps.h"

namespace identity {

struct SignInForm {
    std::string identifier;  // e-mail address or user name, as typed
    base::Secret password;
    bool remember = false;
    std::string next = {};  // a path of this portal, or ""
};

// Inside, or one step further (sign_in_steps.h). Refuses: invalid (one text for every reason). Throws
// base::Busy when all hashing slots are taken.
std::expected<Arrival, app::Refusal> sign_in(app::Context& context, const SignInForm& form);
// Ends the session of the asker.
void sign_out(app::Context& context);

// The asker's password again, before a sensitive act: the session is renewed. Refuses: invalid on "password".
std::expected<RenewedSession, app::Refusal> prove_password(app::Context& context,
                                                           const base::Secret& password);
// What the asker may prove again, best first: second factors, or without any what signs them in.
std::vector<Factor> proofs(app::Context& context);
// Sends the code of one of them. Refuses: not_found, too_many.
std::expected<void, app::Refusal> send_proof(app::Context& context, Factor factor);
// One of them but the password. Refuses: invalid on "code".
std::expected<RenewedSession, app::Refusal> prove_factor(app::Context& context, Factor factor,
                                                         std::string_view typed);

// What a password of the account has to be.
Strength strength_for(app::Context& context, base::AccountId account);
// Changes the asker's password; ends all other sessions and gives this browser a new one; mails the owner.
// Refuses: invalid on "current_password" or "new_password".
std::expected<NewSession, app::Refusal> change_password(app::Context& context, const base::Secret& current,
                                                        const base::Secret& wanted);

// The end of a reset: all steps are passed. Everybody who is in with the account is out; the owner is told;
// nobody is signed in by it. Refuses: not_found, invalid on "new_password".
std::expected<void, app::Refusal> reset_password(app::Context& context, std::uint64_t pending,
                                                 const base::Secret& wanted);

}  // namespace identity
