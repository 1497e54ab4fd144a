// Signing up: a form, a mailed code, an account. No account exists before the code was typed in the browser
// that asked, so nobody can take an address in advance. The answers do not tell whether an address has an
// account: its owner gets a mail that says so instead of a code. That a user name is taken is told only after
// the code.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "app/context.h"
#include "app/refusal.h"
#include "base/email_address.h"
#include "base/secret.h"
#include "identity/sessions.h"

namespace identity {

using SignUpId = base::Id<struct SignUpTag>;

struct SignUpForm {
    base::EmailAddress email;
    std::string first_name, last_name;
    std::string user_name;  // "" for none
    base::Secret password;
};

// Keeps what was typed and mails a code. Refuses: invalid (password, user name), too_many.
std::expected<SignUpId, app::Refusal> begin_sign_up(app::Context& context, const SignUpForm& form);
// Mails a new code. Refuses: not_found (not this browser's), too_many.
std::expected<void, app::Refusal> resend_sign_up_code(app::Context& context, SignUpId id);
// The code was typed: the account is made and signed in. Refuses: not_found; invalid on "code"; invalid on
// "user_name" when it is taken by now: the proof is kept, and `choose_user_name` goes on.
std::expected<NewSession, app::Refusal> finish_sign_up(app::Context& context, SignUpId id,
                                                       std::string_view code);
// After the code, with another user name ("" for none). Refuses: not_found, invalid on "user_name".
std::expected<NewSession, app::Refusal> choose_user_name(app::Context& context, SignUpId id,
                                                         const std::string& user_name);

// The address a pending sign-up of this browser is for; nothing if there is none.
std::optional<base::EmailAddress> sign_up_address(app::Context& context, SignUpId id);

}  // namespace identity
