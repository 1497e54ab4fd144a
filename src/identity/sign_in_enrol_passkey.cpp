// Guided enrolment by a passkey: who must have a second factor and has none makes one before the way in.
#include "identity/arrival.h"
#include "identity/handlers.h"
#include "identity/passkeys.h"
#include "identity/sign_in_pages.h"

namespace identity {

http::Response sign_in_enrol_passkey_begin(app::Context& context, const http::Request& request) {
    const auto options = begin_passkey_at_sign_in(context, number_of(request.body().get("sign_in")));
    if (!options && options.error().kind == app::Refusal::Kind::not_found) return over(request);
    if (!options) return app::answer(options.error());
    return http::Response::json(*options);
}

http::Response sign_in_enrol_passkey(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kEnrolPasskeyFields, request.body());
    const auto refuse = [&](const http::Complaints& complaints) {
        if (request.wants_json())
            return http::Response::problem(422, "The passkey was not added.", complaints);
        return show_enrolment(context, request, complaints);
    };
    if (!form) return refuse(form.error());
    auto arrival = enrol_passkey_at_sign_in(context, number_of(form->get("sign_in")),
                                            std::string(form->get("name")), form->get("code"));
    if (!arrival && arrival.error().kind == app::Refusal::Kind::not_found) return over(request);
    if (!arrival && arrival.error().kind != app::Refusal::Kind::invalid) return app::answer(arrival.error());
    if (!arrival) return refuse(arrival.error().complaints);
    arrival->next = "/security";  // recovery codes come next
    auto response = arrive(context, request, *arrival);
    if (!request.wants_json()) response.set_location("/security?notice=passkey-added");
    return response;
}

}  // namespace identity
