// One more step: the second factor of a half-finished sign-in.
#include "identity/arrival.h"
#include "identity/factor_fields.h"
#include "identity/handlers.h"

namespace identity {

namespace {

constexpr const char* kOver =
    "This sign-in took too long, or was begun in another browser. Please sign in again.";

http::Response show(app::Context& context, std::uint64_t id, std::string_view with,
                    const http::Complaints& complaints, int status) {
    const auto pending = proved_sign_in(context, id);
    if (!pending) return http::Response::error(404, kOver);
    const auto steps = own_factors(context, pending->account).steps();
    if (steps.empty()) return http::Response::error(404, kOver);
    http::Page page("sign_in_step.html", "One more step");
    page.set("SIGN_IN", id);
    show_factors(page, steps, with);
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

}  // namespace

http::Response sign_in_step_show(app::Context& context, const http::Request& request) {
    return show(context, number_of(request.query().get("s")), request.query().get("with"), {}, 200);
}

http::Response sign_in_step(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kStepFields, request.body());
    const auto id = number_of(request.body().get("sign_in"));
    const auto factor = factor_of(request.body().get("factor"));
    const auto refuse = [&](const http::Complaints& complaints) {
        if (request.wants_json()) return http::Response::problem(422, "The code was refused.", complaints);
        return show(context, id, request.body().get("factor"), complaints, 422);
    };
    if (!form || !factor)
        return refuse(form ? http::Complaints{{"factor", "Choose a factor."}} : form.error());
    const auto arrival = finish_sign_in(context, id, *factor, form->get("code"));
    if (!arrival && arrival.error().kind != app::Refusal::Kind::invalid)
        return http::Response::error(404, kOver);
    if (!arrival) return refuse(arrival.error().complaints);
    return arrive(context, request, *arrival);
}

}  // namespace identity
