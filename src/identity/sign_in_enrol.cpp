// Guided enrolment: who must have a second factor and has none gets one before the way in.
#include "identity/arrival.h"
#include "identity/factor_fields.h"
#include "identity/handlers.h"
#include "identity/passkeys.h"
#include "identity/sign_in_pages.h"

namespace identity {

namespace {

http::Response show(app::Context& context, const http::Request& request, std::uint64_t id,
                    const http::Complaints& complaints, int status) {
    const auto pending = proved_sign_in(context, id);
    if (!pending || pending->purpose != Purpose::sign_in ||
        own_factors(context, pending->account).has_second()) {
        return over(request);
    }
    const auto offer = app_offer(context, pending->account, 0);
    const bool passkeys = passkeys_offered(context);
    if (!offer && !passkeys) return over(request);
    http::Page page("sign_in_enrol.html", "Set up a second factor");
    page.refill(kEnrolFields, request.body());
    page.set("SIGN_IN", id);
    page.show_if("PASSKEYS", passkeys);
    if (offer) {
        page.show("APPS");
        show_offer(page, *offer);
        page.part("CODE_FIELD", kCodeField).show("FROM_APP");
    }
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

}  // namespace

http::Response show_enrolment(app::Context& context, const http::Request& request,
                              const http::Complaints& complaints) {
    return show(context, request, number_of(request.body().get("sign_in")), complaints, 422);
}

http::Response sign_in_enrol_show(app::Context& context, const http::Request& request) {
    return show(context, request, number_of(request.query().get("s")), {}, 200);
}

http::Response sign_in_enrol(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kEnrolFields, request.body());
    const auto id = number_of(request.body().get("sign_in"));
    const auto refuse = [&](const http::Complaints& complaints) {
        if (request.wants_json()) return http::Response::problem(422, "The code was refused.", complaints);
        return show_enrolment(context, request, complaints);
    };
    if (!form) return refuse(form.error());
    auto arrival = enrol_at_sign_in(context, id, std::string(form->get("name")), form->get("code"));
    if (!arrival && arrival.error().kind != app::Refusal::Kind::invalid) return over(request);
    if (!arrival) return refuse(arrival.error().complaints);
    arrival->next = "/security";  // recovery codes come next
    auto response = arrive(context, request, *arrival);
    if (!request.wants_json()) response.set_location("/security?notice=factor-added");
    return response;
}

}  // namespace identity
