// One ticket, as staff sees it: with notes and the requester's address.
#include "outbox/bounce.h"
#include "tickets/handlers.h"
#include "tickets/ticket_show.h"
#include "tickets/ticket_store.h"
#include "tickets/ticket_views.h"

namespace tickets {

http::Response show_desk_ticket(app::Context& context, const http::Request& request,
                                const app::Refusal* refusal) {
    const auto ticket = desk_ticket(context, ticket_number(request));
    if (!ticket) return http::Response::error(404);
    if (refusal != nullptr && (request.wants_json() || shows_nothing(*refusal))) {
        return app::answer(*refusal);
    }
    http::Page page("desk_show.html", ticket->subject);
    show_head(page, *ticket, true);
    if (const auto bounce = outbox::find_bounce(context.database, ticket->requester_email))
        page.section("BOUNCED").set("CAUSE", outbox::to_words(*bounce));
    page.show_if("CAN_ASSIGN", ticket->assignee != context.actor.account);
    show_messages(page, messages(context, ticket->id, true, Cursor::parse(request.query().get("from")),
                                 kMessagesPerPage));
    if (refusal == nullptr) {
        page.show(ticket->status == Status::closed ? "KIND_IS_NOTE" : "KIND_IS_MESSAGE");
        return http::Response::page(std::move(page));
    }
    page.refill(kAnswerFields, request.body());
    return app::shown_again(std::move(page), *refusal);
}

http::Response desk_show(app::Context& context, const http::Request& request) {
    return show_desk_ticket(context, request, nullptr);
}

}  // namespace tickets
