// Staff changes the status of a ticket, or takes it.
#include "tickets/desk.h"
#include "tickets/handlers.h"
#include "tickets/ticket_views.h"

namespace tickets {

http::Response desk_status_change(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kStatusFields, request.body());
    if (!form) return app::answer({app::Refusal::Kind::invalid, form.error(), 0});
    const auto number = ticket_number(request);
    const auto changed =
        change_status(context, number, status_from(form->get("status")).value_or(Status::open));
    if (!changed) return app::answer(changed.error());
    return http::Response::redirect(fmt::format("/desk/tickets/{}?notice=status-changed", number.value()));
}

http::Response desk_assign(app::Context& context, const http::Request& request) {
    const auto number = ticket_number(request);
    const auto assigned = assign_to_me(context, number);
    if (!assigned) return app::answer(assigned.error());
    return http::Response::redirect(fmt::format("/desk/tickets/{}?notice=ticket-assigned", number.value()));
}

}  // namespace tickets
