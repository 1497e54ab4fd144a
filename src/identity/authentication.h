// Signing in with a password. The answer, its time and its rows are the same for a wrong password, an
// unknown, disabled or throttled account. Failures are counted before the comparison, kept with their reason,
// and sealed.
#pragma once

#include <expected>
#include <string>

#include "app/context.h"
#include "app/refusal.h"
#include "base/secret.h"
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
// A second factor again. Refuses: invalid on "code".
std::expected<RenewedSession, app::Refusal> prove_factor(app::Context& context, Factor factor,
                                                         std::string_view typed);

// Changes the asker's password; ends all other sessions and gives this browser a new one; mails the owner.
// Refuses: invalid on "current_password" or "new_password".
std::expected<NewSession, app::Refusal> change_password(app::Context& context, const base::Secret& current,
                                                        const base::Secret& wanted);

}  // namespace identity
