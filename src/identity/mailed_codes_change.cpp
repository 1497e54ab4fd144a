// Codes by mail, switched on and off by who owns the account: in place of the password, and after it.
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/claim_store.h"
#include "identity/devices.h"
#include "identity/factor_change.h"
#include "identity/handlers.h"
#include "identity/sign_in_steps.h"

namespace identity {

namespace {

std::expected<void, app::Refusal> save(app::Context& context, MailedCodes wanted) {
    if (save_mailed_codes(context, context.actor.account, wanted)) return {};
    return std::unexpected(app::Refusal::conflict("This is how it is set already."));
}

std::expected<void, app::Refusal> change_first(app::Context& context, bool on) {
    if (on && !is_first(context, Factor::mailed_code)) return std::unexpected(app::Refusal::forbidden());
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_own(context)) return std::unexpected(app::Refusal::not_found());
        auto wanted = load_mailed_codes(context, context.actor.account);
        wanted.first = on;
        if (const auto saved = save(context, wanted); !saved) return saved;
        announce(context, context.actor.account,
                 on ? app::Name("mailed_sign_in.allow") : app::Name("mailed_sign_in.forbid"),
                 on ? "Signing in with a mailed code in place of the password was allowed."
                    : "Signing in with a mailed code in place of the password was switched off.");
        return {};
    });
}

std::expected<void, app::Refusal> change_second(app::Context& context, bool on) {
    if (on && !is_allowed(context, Factor::mailed_code)) return std::unexpected(app::Refusal::forbidden());
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_own(context)) return std::unexpected(app::Refusal::not_found());
        auto wanted = load_mailed_codes(context, context.actor.account);
        wanted.second = on;
        if (const auto saved = save(context, wanted); !saved) return saved;
        if (!on) {
            if (const auto last = settle_removal(context); !last) return std::unexpected(last.error());
        }
        announce(context, context.actor.account,
                 on ? app::Name("mailed_code.add") : app::Name("mailed_code.remove"),
                 on ? "A mailed code is asked for after the password from now on."
                    : "A mailed code is no longer asked for after the password.");
        return {};
    });
}

http::Response answer(app::Context& context, const std::expected<void, app::Refusal>& changed) {
    if (!changed) return app::answer(changed.error());
    auto response = http::Response::redirect("/security?notice=mailed-codes-changed");
    set_device_cookie(context, response);
    return response;
}

}  // namespace

http::Response mailed_sign_in_change(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kSwitchFields, request.body());
    if (!form) return app::answer(app::Refusal::of(form.error()));
    return answer(context, change_first(context, form->get("state") == "on"));
}

http::Response mailed_code_change(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kSwitchFields, request.body());
    if (!form) return app::answer(app::Refusal::of(form.error()));
    return answer(context, change_second(context, form->get("state") == "on"));
}

}  // namespace identity
