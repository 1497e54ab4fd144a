// Typing the mailed code: with resend, and with another user name when the first was taken meanwhile.
#include "identity/arrival.h"
#include "identity/devices.h"
#include "identity/factor_fields.h"
#include "identity/handlers.h"
#include "identity/registration.h"

namespace identity {

namespace {

// Too old, finished, another browser's, or never begun: which one is not told.
http::Response sign_up_over(const http::Request& request) {
    return lead_back(
        request, "/sign-up?notice=sign-up-over",
        "This sign-up took too long, was finished, or was begun in another browser. Please start again.");
}

http::Response show(app::Context& context, const http::Request& request, SignUpId id,
                    const http::Complaints& complaints, int status) {
    const auto email = sign_up_address(context, id);
    if (!email) return sign_up_over(request);
    const bool name_taken = !complaints.empty() && complaints.front().field == "user_name";
    http::Page page(name_taken ? "sign_up_user_name.html" : "sign_up_verify.html",
                    name_taken ? "Choose another user name" : "Check your mail");
    page.set("SIGN_UP", id.value());
    page.set("MASKED_EMAIL", email->masked());
    page.part("CODE_FIELD", kCodeField).show("SENT");
    show_no_mail(page, {"/sign-up/resend", "sign_up", id.value(), "/sign-up", "Use another address"});
    page.set("MINUTES", context.config.seconds("code.lifetime").count() / 60);
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

http::Response refuse(app::Context& context, const http::Request& request, SignUpId id,
                      const app::Refusal& refusal) {
    if (refusal.kind == app::Refusal::Kind::not_found) return sign_up_over(request);
    const bool too_many = refusal.kind == app::Refusal::Kind::too_many;
    const int status = too_many ? 429 : 422;
    if (request.wants_json())
        return http::Response::problem(status, "The code was refused.", refusal.complaints);
    return show(context, request, id, refusal.complaints, status);
}

http::Response welcome(app::Context& context, const http::Request& request, const NewSession& session) {
    auto response = request.wants_json()
                        ? http::Response::json(base::Json::Object{{"next", context.config.url("/dashboard")}})
                        : http::Response::redirect("/dashboard?notice=welcome");
    set_session_cookie(context, response, session.token, false);
    set_device_cookie(context, response);
    return response;
}

}  // namespace

http::Response sign_up_verify_show(app::Context& context, const http::Request& request) {
    return show(context, request, SignUpId(number_of(request.query().get("s"))), {}, 200);
}

http::Response sign_up_verify(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kVerifyFields, request.body());
    const SignUpId id(number_of(request.body().get("sign_up")));
    if (!form) return refuse(context, request, id, {app::Refusal::Kind::invalid, form.error(), 0});
    const auto session = finish_sign_up(context, id, form->get("code"));
    if (!session) return refuse(context, request, id, session.error());
    return welcome(context, request, *session);
}

http::Response sign_up_resend(app::Context& context, const http::Request& request) {
    const SignUpId id(number_of(request.body().get("sign_up")));
    const auto sent = resend_sign_up_code(context, id);
    if (!sent) return refuse(context, request, id, sent.error());
    if (request.wants_json()) return http::Response::json(base::Json::Object{{"sign_up", id.value()}}, 202);
    return http::Response::redirect(fmt::format("/sign-up/verify?s={}&notice=code-sent", id.value()));
}

http::Response sign_up_user_name(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kUserNameFields, request.body());
    const SignUpId id(number_of(request.body().get("sign_up")));
    if (!form) return refuse(context, request, id, {app::Refusal::Kind::invalid, form.error(), 0});
    const auto session = choose_user_name(context, id, std::string(form->get("user_name")));
    if (!session) return refuse(context, request, id, session.error());
    return welcome(context, request, *session);
}

}  // namespace identity
