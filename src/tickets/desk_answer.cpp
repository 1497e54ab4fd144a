// Staff answers a ticket or keeps a note on it.
#include "tickets/desk.h"
#include "tickets/handlers.h"
#include "tickets/page_time.h"
#include "tickets/ticket_show.h"
#include "tickets/ticket_views.h"

namespace tickets {

http::Response desk_answer(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kAnswerFields, request.body());
    if (!form) {
        const app::Refusal refusal{app::Refusal::Kind::invalid, form.error(), 0};
        return show_desk_ticket(context, request, &refusal);
    }
    const auto number = ticket_number(request);
    const bool is_note = form->get("kind") == "note";
    const auto sent = answer(context, number, is_note ? MessageKind::note : MessageKind::message,
                             form->get("text"), page_time(*form));
    if (!sent) return show_desk_ticket(context, request, &sent.error());
    return http::Response::redirect(fmt::format("/desk/tickets/{}?notice={}#message-{}", number.value(),
                                                is_note ? "note-kept" : "reply-sent", sent->value()));
}

}  // namespace tickets
