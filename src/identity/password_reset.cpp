// A forgotten password: who it is for, and, once the mailed code and the second factor are proved, the new
// one.
#include "identity/arrival.h"
#include "identity/authentication.h"
#include "identity/factor_change.h"
#include "identity/handlers.h"
#include "identity/mailed_proof.h"

namespace identity {

namespace {

http::Page password_page(app::Context& context, const PendingSignIn& pending) {
    http::Page page("password_reset.html", "Choose a new password");
    page.set("SIGN_IN", pending.id);
    page.set("IDENTIFIER", pending.identifier);
    page.section("PASSWORD_RULE").set("LEAST", least_length(context, strength_for(context, pending.account)));
    return page;
}

}  // namespace

http::Response reset_show(app::Context& context, const http::Request&) {
    if (!is_first(context, Factor::password)) return http::Response::error(404);
    return http::Response::page(http::Page("password_forgotten.html", "Forgotten password"));
}

http::Response reset_begin(app::Context& context, const http::Request& request) {
    if (!is_first(context, Factor::password)) return http::Response::error(404);
    const auto refuse = [&](const app::Refusal& refusal) {
        return show_refusal(request, refusal, "No code was sent.", [&](const http::Complaints& complaints) {
            http::Page page("password_forgotten.html", "Forgotten password");
            page.refill(kResetFields, request.body());
            page.complain(complaints);
            return page;
        });
    };
    const auto form = http::check_values(kResetFields, request.body());
    if (!form) return refuse(app::Refusal::of(form.error()));
    const auto id = begin_mailed_proof(
        context, {.identifier = std::string(form->get("identifier")), .purpose = Purpose::reset});
    if (!id) return refuse(id.error());
    return to_code(context, request, *id);
}

http::Response reset_password_show(app::Context& context, const http::Request& request) {
    const auto pending = passed_reset(context, number_of(request.query().get("s")));
    if (!pending) return over(request, Purpose::reset);
    return http::Response::page(password_page(context, *pending));
}

http::Response reset_password_save(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kResetPasswordFields, request.body());
    const auto id = number_of(request.body().get("sign_in"));
    const auto pending = passed_reset(context, id);
    if (!pending) return over(request, Purpose::reset);
    const auto refuse = [&](const app::Refusal& refusal) {
        return show_refusal(request, refusal, "The password was not set.",
                            [&](const http::Complaints& complaints) {
                                auto page = password_page(context, *pending);
                                page.complain(complaints);
                                return page;
                            });
    };
    if (!form) return refuse(app::Refusal::of(form.error()));
    const auto set = reset_password(context, id, base::Secret(std::string(form->get("new_password"))));
    if (!set && set.error().kind == app::Refusal::Kind::not_found) return over(request, Purpose::reset);
    if (!set) return refuse(set.error());
    if (request.wants_json())
        return http::Response::json(base::Json::Object{{"next", context.config.url("/login")}});
    return http::Response::redirect("/login?notice=password-reset");
}

}  // namespace identity
