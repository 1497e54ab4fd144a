// One more step: the second factor of a half-finished sign-in or reset.
#include "identity/arrival.h"
#include "identity/factor_fields.h"
#include "identity/handlers.h"
#include "identity/phone_code.h"
#include "identity/trusted_browsers.h"

namespace identity {

namespace {

http::Response show(app::Context& context, const http::Request& request, std::uint64_t id,
                    std::string_view with, const http::Complaints& complaints, int status) {
    const auto pending = proved_sign_in(context, id);
    if (!pending) return over(request);
    const auto steps = own_factors(context, pending->account).steps(pending->first);
    if (steps.empty()) return over(request);
    http::Page page("sign_in_step.html", "One more step");
    page.set("SIGN_IN", id);
    auto ask = show_factors(context, pending->account, page, steps, with);
    ask.set("ACTION", "/login/step");
    send_along(ask, "sign_in", std::to_string(id));
    const bool is_reset = pending->purpose == Purpose::reset;
    ask.section("STEP").show(is_reset ? "FOR_RESET" : "FOR_SIGN_IN");
    if (!is_reset && trust_offered(context)) ask.section("TRUST").set("DAYS", trust_days(context));
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

http::Response refuse(app::Context& context, const http::Request& request, std::string_view with,
                      const app::Refusal& refusal) {
    if (refusal.kind == app::Refusal::Kind::not_found) return over(request);
    const int status = app::status_of(refusal.kind);
    auto response = request.wants_json()
                        ? http::Response::problem(status, "The code was refused.", refusal.complaints)
                        : show(context, request, number_of(request.body().get("sign_in")), with,
                               refusal.complaints, status);
    if (refusal.retry_after > 0) response.with_header("Retry-After", std::to_string(refusal.retry_after));
    return response;
}

}  // namespace

http::Response sign_in_step_show(app::Context& context, const http::Request& request) {
    return show(context, request, number_of(request.query().get("s")), request.query().get("with"), {}, 200);
}

http::Response sign_in_step(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kStepFields, request.body());
    const auto with = request.body().get("factor");
    if (!form) return refuse(context, request, with, {app::Refusal::Kind::invalid, form.error(), 0});
    const auto factor = factor_of(with);
    if (!factor) return refuse(context, request, with, app::Refusal::of("factor", "Choose a factor."));
    const auto arrival = finish_sign_in(context, number_of(request.body().get("sign_in")), *factor,
                                        form->get("code"), form->flag("trust"));
    if (!arrival) return refuse(context, request, with, arrival.error());
    return arrive(context, request, *arrival);
}

// A code to the phone, or a call.
http::Response sign_in_step_phone(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kStepPhoneFields, request.body());
    if (!form) return refuse(context, request, "sms", {app::Refusal::Kind::invalid, form.error(), 0});
    const auto id = number_of(form->get("sign_in"));
    const auto sent = send_code_for_step(context, id, form->get("way") == "call");
    if (!sent) return refuse(context, request, "sms", sent.error());
    if (request.wants_json()) return http::Response::json(base::Json::Object{{"sign_in", id}}, 202);
    return http::Response::redirect(fmt::format("/login/step?s={}&with=sms&notice=phone-code-sent", id));
}

// A code by mail.
http::Response sign_in_step_send(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kStepSendFields, request.body());
    const auto with = request.body().get("factor");
    if (!form) return refuse(context, request, with, app::Refusal::of(form.error()));
    const auto id = number_of(form->get("sign_in"));
    const auto sent = send_step(context, id, factor_of(with).value_or(Factor::password));
    if (!sent) return refuse(context, request, with, sent.error());
    if (request.wants_json()) return http::Response::json(base::Json::Object{{"sign_in", id}}, 202);
    return http::Response::redirect(fmt::format("/login/step?s={}&with={}&notice=code-sent", id, with));
}

}  // namespace identity
