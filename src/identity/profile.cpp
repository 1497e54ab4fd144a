// The profile page: who I am here, light or dark.
#include "app/cookies.h"
#include "identity/account_store.h"
#include "identity/handlers.h"
#include "outbox/bounce.h"

namespace identity {

http::Response profile_show(app::Context& context, const http::Request& request) {
    const auto account = find_account(context, context.actor.account);
    if (!account) return http::Response::error(404);
    http::Page page("profile.html", "Profile");
    page.set("FIRST_NAME", account->first_name);
    page.set("LAST_NAME", account->last_name);
    page.set("EMAIL", account->email);
    if (const auto bounce = outbox::find_bounce(context.database, account->email))
        page.section("BOUNCED").set("CAUSE", outbox::to_words(*bounce));
    if (account->user_name) page.section("HAS_USER_NAME").set("USER_NAME", *account->user_name);
    const auto theme = request.cookie(app::cookie_name(context.config, "-theme")).value_or("auto");
    page.show(theme == "light" ? "THEME_IS_LIGHT" : theme == "dark" ? "THEME_IS_DARK" : "THEME_IS_AUTO");
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

}  // namespace identity
