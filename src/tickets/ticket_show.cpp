// One ticket, as its requester sees it: public messages only.
#include "tickets/ticket_show.h"

#include "tickets/handlers.h"
#include "tickets/ticket_store.h"
#include "tickets/ticket_views.h"

namespace tickets {

http::Response show_own_ticket(app::Context& context, const http::Request& request,
                               const app::Refusal* refusal) {
    const auto ticket = own_ticket(context, context.actor.account, ticket_number(request));
    if (!ticket) return http::Response::error(404);
    if (refusal != nullptr && (request.wants_json() || refusal->kind != app::Refusal::Kind::invalid)) {
        return app::answer(*refusal);
    }
    http::Page page("ticket_show.html", ticket->subject);
    show_head(page, *ticket, false);
    show_messages(page, messages(context, ticket->id, false, Cursor::parse(request.query().get("from")),
                                 kMessagesPerPage));
    if (refusal != nullptr) {
        page.refill(kReplyFields, request.body());
        page.complain(refusal->complaints);
    }
    return http::Response::page(std::move(page), refusal != nullptr ? 422 : 200);
}

http::Response ticket_show(app::Context& context, const http::Request& request) {
    return show_own_ticket(context, request, nullptr);
}

}  // namespace tickets
