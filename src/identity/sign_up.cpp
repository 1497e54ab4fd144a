// The sign-up form. A new and an existing address get the same answer.
#include "identity/handlers.h"
#include "identity/registration.h"

namespace identity {

namespace {

http::Page form_page(const app::Context& context) {
    http::Page page("sign_up.html", "Create an account");
    page.section("PASSWORD_RULE").set("LEAST", context.config.integer("password.least_alone"));
    return page;
}

http::Response show_again(const app::Context& context, const http::Request& request,
                          const http::Complaints& complaints, int status = 422) {
    if (request.wants_json()) return http::Response::problem(status, "The sign-up was refused.", complaints);
    auto page = form_page(context);
    page.refill(kSignUpFields, request.body());
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

}  // namespace

http::Response sign_up_show(app::Context& context, const http::Request&) {
    if (context.actor.signed_in()) return http::Response::redirect("/dashboard");
    return http::Response::page(form_page(context));
}

http::Response sign_up_save(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kSignUpFields, request.body());
    if (!form) return show_again(context, request, form.error());
    const auto email = base::EmailAddress::parse(form->get("email"));
    if (!email)
        return show_again(context, request, {{"email", "Enter an e-mail address, like name@example.com."}});
    const auto id = begin_sign_up(context, {.email = *email,
                                            .first_name = std::string(form->get("first_name")),
                                            .last_name = std::string(form->get("last_name")),
                                            .user_name = std::string(form->get("user_name")),
                                            .password = base::Secret(std::string(form->get("password")))});
    if (!id) {
        const bool too_many = id.error().kind == app::Refusal::Kind::too_many;
        return show_again(context, request, id.error().complaints, too_many ? 429 : 422);
    }
    if (request.wants_json()) return http::Response::json(base::Json::Object{{"sign_up", id->value()}}, 202);
    return http::Response::redirect(fmt::format("/sign-up/verify?s={}", id->value()));
}

}  // namespace identity
