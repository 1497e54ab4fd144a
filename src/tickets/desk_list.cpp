// The desk's list: all tickets, by status, or the open ones assigned to the asker.
#include "tickets/handlers.h"
#include "tickets/ticket_store.h"
#include "tickets/ticket_views.h"

namespace tickets {

http::Response desk_list(app::Context& context, const http::Request& request) {
    const auto status = status_from(request.query().get("status"));
    const bool mine = request.query().flag("mine");
    std::optional<AccountId> assignee;
    if (mine) assignee = context.actor.account;
    const auto [slice, counts] =
        desk_tickets(context, status, assignee, Cursor::parse(request.query().get("from")), kTicketsPerPage);
    http::Page page("desk_list.html", "Desk");
    for (const auto& ticket : slice.rows) show_row(page, ticket, true);
    show_filter(page, request, counts, true);
    show_pager(page, request, slice);
    return http::Response::page(std::move(page));
}

}  // namespace tickets
