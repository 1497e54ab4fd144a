// My tickets: filtered by status, newest change first.
#include "tickets/handlers.h"
#include "tickets/ticket_store.h"
#include "tickets/ticket_views.h"

namespace tickets {

http::Response ticket_list(app::Context& context, const http::Request& request) {
    const auto status = status_from(request.query().get("status"));
    const auto from = Cursor::parse(request.query().get("from"));
    const auto [slice, counts] = own_tickets(context, context.actor.account, status, from, kTicketsPerPage);
    http::Page page("ticket_list.html", "My tickets");
    for (const auto& ticket : slice.rows) show_row(page, ticket, false);
    show_filter(page, request, counts, false);
    show_pager(page, request, slice);
    return http::Response::page(std::move(page));
}

}  // namespace tickets
