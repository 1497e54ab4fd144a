// The requester closes a ticket.
#include "tickets/desk.h"
#include "tickets/handlers.h"
#include "tickets/ticket_views.h"

namespace tickets {

http::Response ticket_close(app::Context& context, const http::Request& request) {
    const auto number = ticket_number(request);
    const auto closed = close(context, number);
    if (!closed) return app::answer(closed.error());
    return http::Response::redirect(fmt::format("/tickets/{}?notice=ticket-closed", number.value()));
}

}  // namespace tickets
