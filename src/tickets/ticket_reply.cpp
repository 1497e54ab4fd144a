// The requester replies.
#include "tickets/desk.h"
#include "tickets/handlers.h"
#include "tickets/page_time.h"
#include "tickets/ticket_show.h"
#include "tickets/ticket_views.h"

namespace tickets {

http::Response ticket_reply(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kReplyFields, request.body());
    if (!form) {
        const app::Refusal refusal{app::Refusal::Kind::invalid, form.error(), 0};
        return show_own_ticket(context, request, &refusal);
    }
    const auto number = ticket_number(request);
    const auto sent = reply(context, number, form->get("text"), page_time(*form));
    if (!sent) return show_own_ticket(context, request, &sent.error());
    return http::Response::redirect(
        fmt::format("/tickets/{}?notice=reply-sent#message-{}", number.value(), sent->value()));
}

}  // namespace tickets
