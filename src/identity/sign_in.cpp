// The sign-in page. Shows no difference between a wrong password and no account.
#include "identity/arrival.h"
#include "identity/authentication.h"
#include "identity/handlers.h"
#include "identity/next_page.h"
#include "identity/passkeys.h"
#include "identity/sign_in_pages.h"

namespace identity {

namespace {

// How long "Keep me signed in" lasts, as people say it.
std::string remembered(const app::Context& context) {
    const auto hours = std::chrono::floor<std::chrono::hours>(context.config.seconds("session.remembered"));
    if (hours.count() % 24 == 0 && hours.count() > 24) return fmt::format("{} days", hours.count() / 24);
    return fmt::format("{} hours", hours.count());
}

http::Page form_page(const app::Context& context, std::string_view next) {
    http::Page page("sign_in.html", "Sign in");
    page.set("NEXT", next);
    page.set("REMEMBERED", remembered(context));
    page.show_if("PASSKEYS", passkey_sign_in_offered(context));
    return page;
}

}  // namespace

http::Response show_sign_in(const app::Context& context, const http::Request& request,
                            const http::Complaints& complaints) {
    if (request.wants_json()) return http::Response::problem(422, "Sign-in was refused.", complaints);
    auto page = form_page(context, request.body().get("next"));
    page.refill(kSignInFields, request.body());
    page.complain(complaints);
    return http::Response::page(std::move(page), 422);
}

http::Response sign_in_show(app::Context& context, const http::Request& request) {
    const auto next = request.query().get("next");
    if (context.actor.signed_in()) return http::Response::redirect(safe_next(next, "/dashboard"));
    return http::Response::page(form_page(context, next));
}

http::Response sign_in_save(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kSignInFields, request.body());
    if (!form) return show_sign_in(context, request, form.error());
    const auto arrival = sign_in(context, {.identifier = std::string(form->get("identifier")),
                                           .password = base::Secret(std::string(form->get("password"))),
                                           .remember = form->flag("remember"),
                                           .next = std::string(form->get("next"))});
    if (!arrival) return show_sign_in(context, request, arrival.error().complaints);
    return arrive(context, request, *arrival);
}

}  // namespace identity
