// The rules around every change of second factors.
#include "identity/factor_change.h"

#include <algorithm>

#include "audit/event.h"
#include "identity/ending.h"
#include "identity/factor_mail.h"
#include "identity/recovery_store.h"
#include "identity/sign_in_steps.h"

namespace identity {

namespace {

bool is_listed(const app::Context& context, std::string_view key, Factor factor) {
    const auto& listed = context.config.list(key);
    return std::ranges::find(listed, to_text(factor)) != listed.end();
}

}  // namespace

bool is_allowed(const app::Context& context, Factor factor) {
    return is_listed(context, "factors.allowed", factor);
}

bool is_first(const app::Context& context, Factor factor) {
    return is_listed(context, "factors.first", factor);
}

void announce(app::Context& context, base::AccountId account, app::Name action, std::string_view what) {
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
