// The form for a new ticket, and opening it.
#include "tickets/desk.h"
#include "tickets/handlers.h"
#include "tickets/page_time.h"

namespace tickets {

namespace {

http::Response show_again(const http::Request& request, const app::Refusal& refusal) {
    const int status = refusal.kind == app::Refusal::Kind::too_many ? 429 : 422;
    if (request.wants_json())
        return http::Response::problem(status, "The ticket was not opened.", refusal.complaints);
    http::Page page("ticket_new.html", "New ticket");
    page.refill(kOpenFields, request.body());
    page.complain(refusal.complaints);
    return http::Response::page(std::move(page), status);
}

}  // namespace

http::Response ticket_new(app::Context&, const http::Request&) {
    http::Page page("ticket_new.html", "New ticket");
    page.show("PRIORITY_IS_NORMAL");
    return http::Response::page(std::move(page));
}

http::Response ticket_open(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kOpenFields, request.body());
    if (!form) return show_again(request, {app::Refusal::Kind::invalid, form.error(), 0});
    const auto number = open_ticket(context, {.subject = form->get("subject"),
                                              .text = form->get("text"),
                                              .category = form->get("category"),
                                              .priority = form->get("priority"),
                                              .page_time = page_time(*form)});
    if (!number) return show_again(request, number.error());
    return http::Response::redirect(fmt::format("/tickets/{}?notice=ticket-opened", number->value()));
}

}  // namespace tickets
