// The profile page: who I am here, my sessions, light or dark.
#include "app/cookies.h"
#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/handlers.h"
#include "identity/sessions.h"
#include "outbox/bounce.h"

namespace identity {

http::Response profile_show(app::Context& context, const http::Request& request) {
    const auto account = find_account(context, context.actor.account);
    if (!account) return http::Response::error(404);
    http::Page page("profile.html", "Your profile");
    page.set("FIRST_NAME", account->first_name);
    page.set("LAST_NAME", account->last_name);
    page.set("EMAIL", account->email);
    if (const auto bounce = outbox::find_bounce(context.database, account->email))
        page.section("BOUNCED").set("CAUSE", outbox::to_words(*bounce));
    if (account->user_name) page.section("HAS_USER_NAME").set("USER_NAME", *account->user_name);
    const auto theme = request.cookie(app::cookie_name(context.config, "-theme")).value_or("auto");
    page.show(theme == "light" ? "THEME_IS_LIGHT" : theme == "dark" ? "THEME_IS_DARK" : "THEME_IS_AUTO");
    const auto sessions = own_sessions(context);
    for (const auto& session : sessions) {
        auto block = page.section("SESSION");
        block.set("ID", session.id);
        block.set("DEVICE", device_words(session.user_agent));
        block.set("ADDRESS", session.address);
        block.set_time("LAST_SEEN", "LAST_SEEN_ISO", session.last_seen_at);
        block.show(session.current ? "CURRENT" : "OTHER");
    }
    page.show_if("HAS_OTHER_SESSIONS", sessions.size() > 1);
    return http::Response::page(std::move(page));
}

http::Response theme_change(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kThemeFields, request.body());
    if (!form) return http::Response::error(400);
    constexpr int kYear = 365 * 24 * 3600;
    auto response = http::Response::redirect("/profile?notice=theme-changed");
    response.with_cookie({.name = app::cookie_name(context.config, "-theme"),
                          .value = std::string(form->get("theme")),
                          .max_age = kYear});
    return response;
}

http::Response session_end(app::Context& context, const http::Request& request) {
    const auto id = request.number_parameter("id");
    const bool ended = database::transact(context.database, [&] {
        if (!end_own_session(context, id)) return false;
        audit::record(context, {.action = "session.end",
                                .object_kind = "session",
                                .object_id = id,
                                .account = context.actor.account});
        return true;
    });
    if (!ended) return http::Response::error(404);
    return http::Response::redirect("/profile?notice=session-ended");
}

http::Response session_end_others(app::Context& context, const http::Request&) {
    database::transact(context.database, [&] {
        end_other_sessions(context, context.actor.account, context.actor.session);
        audit::record(context, {.action = "session.end_others",
                                .object_kind = "account",
                                .object_id = context.actor.account.value(),
                                .account = context.actor.account});
    });
    return http::Response::redirect("/profile?notice=sessions-ended");
}

}  // namespace identity
