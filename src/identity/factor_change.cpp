// The rules around every change of second factors.
#include "identity/factor_change.h"

#include <algorithm>

#include "audit/event.h"
#include "identity/ending.h"
#include "identity/factor_mail.h"
#include "identity/recovery_store.h"
#include "identity/sign_in_steps.h"

namespace identity {

bool is_allowed(const app::Context& context, Factor factor) {
    const auto& allowed = context.config.list("factors.allowed");
    return std::ranges::find(allowed, to_text(factor)) != allowed.end();
}

void announce(app::Context& context, base::AccountId account, std::string_view action,
              std::string_view what) {
    end_elsewhere(context, account);
    audit::record(
        context,
        {.action = action, .object_kind = "account", .object_id = account.value(), .account = account});
    mail_owner(context, account, "factor_changed", what);
}

std::expected<bool, app::Refusal> settle_removal(app::Context& context) {
    const auto account = context.actor.account;
    if (own_factors(context, account).has_second()) return false;
    if (needs_second_factor(context, account)) {
        return std::unexpected(app::Refusal::conflict(
            "Your role needs a second factor. Add another one first, then remove this one."));
    }
    delete_recovery_codes(context, account);
    return true;
}

}  // namespace identity
