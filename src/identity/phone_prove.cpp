// Proving a phone number: the code that was sent to it, another one, or a call.
#include "identity/devices.h"
#include "identity/factor_fields.h"
#include "identity/handlers.h"
#include "identity/phone_code.h"
#include "identity/phone_enrolment.h"
#include "identity/phone_fields.h"
#include "identity/phone_store.h"

namespace identity {

namespace {

std::optional<http::Page> page_for(app::Context& context, const http::Request& request) {
    const auto account = context.actor.account;
    const auto phone = find_unproved_phone(context, account, request.number_parameter("id"));
    if (!phone) return std::nullopt;
    http::Page page("phone_prove.html", "Type the code");
    page.set("PHONE", phone->id);
    page.part("CODE_FIELD", kCodeField).show("SENT");
    show_phone(page, *phone, code_on_its_way(context, account, *phone));
    return page;
}

http::Response refuse(app::Context& context, const http::Request& request, const app::Refusal& refusal) {
    auto page = page_for(context, request);
    if (!page || refusal.complaints.empty()) return app::answer(refusal);
    return app::shown_again(std::move(*page), refusal);
}

}  // namespace

http::Response phone_prove_show(app::Context& context, const http::Request& request) {
    auto page = page_for(context, request);
    if (!page) return http::Response::error(404);
    return http::Response::page(std::move(*page));
}

http::Response phone_prove(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kPhoneCodeFields, request.body());
    if (!form) return refuse(context, request, {app::Refusal::Kind::invalid, form.error(), 0});
    const auto proved = prove_phone(context, request.number_parameter("id"), form->get("code"));
    if (!proved) return refuse(context, request, proved.error());
    auto response = http::Response::redirect("/security?notice=phone-added");
    set_device_cookie(context, response);
    return response;
}

http::Response phone_resend(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kPhoneSendFields, request.body());
    if (!form) return http::Response::error(400);
    const auto id = request.number_parameter("id");
    if (const auto sent = resend_to_phone(context, id, form->get("way") == "call"); !sent)
        return refuse(context, request, sent.error());
    return http::Response::redirect(fmt::format("/security/phone/{}?notice=phone-code-sent", id));
}

}  // namespace identity
