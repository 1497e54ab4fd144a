// Where failed sign-ins are kept: when, who was named (sealed), from where, why.
#pragma once

#include <optional>
#include <string_view>

#include "app/context.h"
#include "identity/account.h"

namespace identity {

enum class FailureReason { unknown_account, wrong_password, disabled, throttled, wrong_factor, wrong_code };
std::string_view to_text(FailureReason reason);

void keep_failed_sign_in(app::Context& context, const Identifier& identifier,
                         std::optional<base::AccountId> account, FailureReason reason);

}  // namespace identity
