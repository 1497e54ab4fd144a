// The mail that carries a code to somebody who has an account; for nobody a void one, so that rows and time
// are the same.
#pragma once

#include <optional>
#include <string_view>

#include "app/context.h"
#include "identity/account.h"
#include "identity/challenge.h"

namespace identity {

// `kind`: sign_in_code, password_reset_code; `warning`: what to do for who did not ask. In the transaction
// that made the challenge.
void mail_code(app::Context& context, std::string_view kind, const std::optional<Account>& owner,
               const Challenge& challenge, std::string_view warning);

}  // namespace identity
