#include "identity/disabling.h"

#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/administrators.h"
#include "identity/challenge.h"
#include "identity/claim_store.h"
#include "identity/ending.h"
#include "identity/factor_check.h"
#include "identity/throttle.h"

namespace identity {

namespace {

bool is_there(app::Context& context, base::AccountId account) {
    const auto found = find_account(context, account);
    return found && !found->closed;
}

void keep(app::Context& context, app::Name action, base::AccountId account) {
    audit::record(
        context,
        {.action = action, .object_kind = "account", .object_id = account.value(), .account = account});
}

}  // namespace

std::expected<void, app::Refusal> disable_account(app::Context& context, base::AccountId account) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        claim_administrators(context, account);
        if (!is_there(context, account)) return std::unexpected(app::Refusal::not_found());
        if (is_last_administrator(context, account)) {
            return std::unexpected(
                app::Refusal::conflict("This is the last administrator who can sign in. Make or enable "
                                       "another one first, then disable this one."));
        }
        set_disabled(context, account, true);
        end_everything(context, account);
        keep(context, "account.disable", account);
        return {};
    });
}

std::expected<void, app::Refusal> enable_account(app::Context& context, base::AccountId account) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!is_there(context, account)) return std::unexpected(app::Refusal::not_found());
        set_disabled(context, account, false);
        keep(context, "account.enable", account);
        return {};
    });
}

std::expected<void, app::Refusal> unlock_account(app::Context& context, base::AccountId account) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        claim_account(context, account);  // nobody who signs in runs beside
        if (!is_there(context, account)) return std::unexpected(app::Refusal::not_found());
        unlock(context, account);
        end_factor_pause(context, account);
        end_code_pause(context, account);
        keep(context, "account.unlock", account);
        return {};
    });
}

}  // namespace identity
