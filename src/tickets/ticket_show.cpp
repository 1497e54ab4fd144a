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
    if (refusal != nullptr && (request.wants_json() || shows_nothing(*refusal))) {
        return app::answer(*refusal);
    }
    http::Page page("ticket_show.html", ticket->subject);
    show_head(page, *ticket, false);
    show_messages(page, messages(context, ticket->id, false, Cursor::parse(request.query().get("from")),
                                 kMessagesPerPage));
    if (refusal == nullptr) return http::Response::page(std::move(page));
    page.refill(kReplyFields, request.body());
    // Closed meanwhile: there is no form any more that could hold what was typed.
    if (ticket->status == Status::closed) page.section("UNSENT").set("TEXT", request.body().get("text"));
    return app::shown_again(std::move(page), *refusal);
}

http::Response ticket_show(app::Context& context, const http::Request& request) {
    return show_own_ticket(context, request, nullptr);
}

}  // namespace tickets
