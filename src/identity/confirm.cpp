// Proving a factor again before a sensitive act; then on to where the person was going, with the form that
// was sent. Or back to where they came from: then the form is gone, for it was nowhere but in this page.
#include "identity/authentication.h"
#include "identity/factor_fields.h"
#include "identity/handlers.h"
#include "identity/kept_form.h"
#include "identity/next_page.h"
#include "identity/phone_code.h"

namespace identity {

namespace {

// Where the person is going and came from, and the form they sent.
struct Way {
    std::string next, from, kept;
};
Way way_of(const http::Fields& fields) {
    return {std::string(fields.get("next")), safe_next(fields.get("from"), "/dashboard"),
            std::string(fields.get("kept"))};
}

http::Response show(app::Context& context, const Way& way, std::string_view with,
                    const http::Complaints& complaints, int status) {
    http::Page page("confirm.html", "Confirm that it is you");
    page.set("NEXT", way.next);
    page.set("FROM", way.from);
    if (!way.kept.empty()) page.section("HAS_KEPT").set("KEPT", way.kept);
    page.show_if("MAY_SWITCH", way.kept.empty());
    auto ask = show_factors(context, context.actor.account, page, proofs(context), with);
    ask.set("ACTION", "/confirm");
    ask.show("AGAIN");
    send_along(ask, "next", way.next);
    send_along(ask, "from", way.from);
    if (!way.kept.empty()) send_along(ask, "kept", way.kept);
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

http::Response refuse(app::Context& context, const Way& way, std::string_view with,
                      const app::Refusal& refusal) {
    if (refusal.complaints.empty()) return app::answer(refusal);
    auto response = show(context, way, with, refusal.complaints, app::status_of(refusal.kind));
    if (refusal.retry_after > 0) response.with_header("Retry-After", std::to_string(refusal.retry_after));
    return response;
}

// The kept form again, with the new session's token, behind one button.
http::Response hand_back(const KeptForm& kept, std::string_view from) {
    http::Page page("confirmed.html", "Go on");
    page.set("FROM", from);
    page.set("PATH", kept.path);
    for (const auto& [name, value] : kept.fields) {
        auto field = page.section("KEPT_FIELD");
        field.set("NAME", name);
        field.set("VALUE", value);
    }
    return http::Response::page(std::move(page));
}

}  // namespace

http::Response confirm_show(app::Context& context, const http::Request& request) {
    return show(context, way_of(request.query()), request.query().get("with"), {}, 200);
}

http::Response confirm_save(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kConfirmFields, request.body());
    const auto& body = request.body();
    const auto way = way_of(body);
    if (!form) return show(context, way, body.get("factor"), form.error(), 422);
    const auto factor = factor_of(form->get("factor"));
    if (!factor) return show(context, way, form->get("with"), {}, 200);
    const auto allowed = proofs(context);
    if (std::ranges::find(allowed, *factor) == allowed.end()) return http::Response::error(400);
    const auto session = *factor == Factor::password
                             ? prove_password(context, base::Secret(std::string(form->get("password"))))
                             : prove_factor(context, *factor, form->get("code"));
    if (!session) return refuse(context, way, body.get("factor"), session.error());
    const auto kept = way.kept.empty() ? std::nullopt : kept_form(context, way.kept);
    auto response =
        kept ? hand_back(*kept, way.from) : http::Response::redirect(safe_next(way.next, "/security"));
    set_renewed_cookie(context, response, *session);
    return response;
}

// A code to the phone, or a call; a kept form stays kept.
http::Response confirm_phone(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kConfirmPhoneFields, request.body());
    if (!form) return http::Response::error(400, form.error().front().message);
    const auto way = way_of(*form);
    const auto sent = send_code_for_proof(context, form->get("way") == "call");
    if (!sent) return refuse(context, way, "sms", sent.error());
    return show(context, way, "sms", {}, 200);
}

// Mails the code of a factor that needs one, and asks for it; a kept form stays kept.
http::Response confirm_send(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kConfirmSendFields, request.body());
    if (!form) return app::answer(app::Refusal::of(form.error()));
    const auto way = way_of(*form);
    const auto with = form->get("factor");
    const auto sent = send_proof(context, factor_of(with).value_or(Factor::password));
    if (!sent) return refuse(context, way, with, sent.error());
    return show(context, way, with, {}, 200);
}

}  // namespace identity
