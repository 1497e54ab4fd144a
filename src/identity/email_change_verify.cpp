// Changing the address: typing the code that was mailed to the new one.
#include "identity/account_handlers.h"
#include "identity/arrival.h"
#include "identity/devices.h"
#include "identity/email_change.h"
#include "identity/factor_fields.h"

namespace identity {

namespace {

// To the page that shows the address as it is now, and is open without a new proof.
http::Response change_over(const http::Request& request) {
    return lead_back(
        request, "/security?notice=email-change-over",
        "This change of address took too long, was finished, or was begun elsewhere. Look at your "
        "address, and begin again if it is not right.");
}

http::Response show(app::Context& context, const http::Request& request, std::uint64_t id,
                    const http::Complaints& complaints, int status) {
    const auto wanted = wanted_address(context, id);
    if (!wanted) return change_over(request);
    http::Page page("email_change_verify.html", "Check your mail");
    page.set("CHANGE", id);
    page.set("WANTED", wanted->text());
    page.part("CODE_FIELD", kCodeField).show("SENT");
    show_no_mail(page, {"/security/email/resend", "change", id, "/security/email", "Use another address"});
    page.set("MINUTES", context.config.seconds("code.lifetime").count() / 60);
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

http::Response refuse(app::Context& context, const http::Request& request, std::uint64_t id,
                      const app::Refusal& refusal) {
    if (refusal.kind == app::Refusal::Kind::not_found) return change_over(request);
    if (refusal.kind == app::Refusal::Kind::conflict) return app::answer(refusal);
    const int status = refusal.kind == app::Refusal::Kind::too_many ? 429 : 422;
    if (request.wants_json())
        return http::Response::problem(status, "The code was refused.", refusal.complaints);
    return show(context, request, id, refusal.complaints, status);
}

}  // namespace

http::Response email_change_verify_show(app::Context& context, const http::Request& request) {
    return show(context, request, number_of(request.query().get("c")), {}, 200);
}

http::Response email_change_verify(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kEmailVerifyFields, request.body());
    const auto id = number_of(request.body().get("change"));
    if (!form) return refuse(context, request, id, {app::Refusal::Kind::invalid, form.error(), 0});
    const auto session = finish_email_change(context, id, form->get("code"));
    if (!session) return refuse(context, request, id, session.error());
    auto response = request.wants_json()
                        ? http::Response::json(base::Json::Object{{"next", context.config.url("/security")}})
                        : http::Response::redirect("/security?notice=email-changed");
    set_renewed_cookie(context, response, *session);
    set_device_cookie(context, response);
    return response;
}

http::Response email_change_resend(app::Context& context, const http::Request& request) {
    const auto id = number_of(request.body().get("change"));
    const auto sent = resend_email_change_code(context, id);
    if (!sent) return refuse(context, request, id, sent.error());
    if (request.wants_json()) return http::Response::json(base::Json::Object{{"change", id}}, 202);
    return http::Response::redirect(fmt::format("/security/email/verify?c={}&notice=code-sent", id));
}

}  // namespace identity
