// The shared rows of ticket pages.
#include "tickets/ticket_views.h"

#include "http/filters.h"
#include "http/pager.h"

namespace tickets {

namespace {

void fill(http::Block& block, const Ticket& ticket, bool for_desk) {
    block.set("NUMBER", ticket.number.value());
    block.set("SUBJECT", ticket.subject);
    block.set("STATUS", to_text(ticket.status));
    block.set("STATUS_TEXT", for_desk ? to_desk_words(ticket.status) : to_words(ticket.status));
    block.set("CATEGORY_TEXT", to_words(ticket.category));
    block.set("PRIORITY", ticket.priority);
    block.set("PRIORITY_TEXT", to_words(ticket.priority));
    block.set_time("UPDATED", "UPDATED_ISO", ticket.updated_at);
    if (!for_desk) return;
    block.set("REQUESTER", ticket.requester_name);
    block.set("ASSIGNEE", ticket.assignee_name.empty() ? "Nobody yet" : ticket.assignee_name);
}

}  // namespace

void show_row(http::Page& page, const Ticket& ticket, bool for_desk) {
    auto row = page.section("TICKET");
    fill(row, ticket, for_desk);
}

void show_head(http::Page& page, const Ticket& ticket, bool for_desk) {
    fill(page, ticket, for_desk);
    page.set_time("OPENED", "OPENED_ISO", ticket.created_at);
    page.show_if("CAN_REPLY", for_desk || ticket.status != Status::closed);
    page.show_if("CAN_CLOSE", ticket.status != Status::closed);
    page.show_if("CLOSED", ticket.status == Status::closed);
    page.show(ticket.status == Status::open      ? "STATUS_IS_OPEN"
              : ticket.status == Status::waiting ? "STATUS_IS_WAITING"
                                                 : "STATUS_IS_CLOSED");
    if (for_desk) page.set("REQUESTER_EMAIL", ticket.requester_email);
}

void show_messages(http::Page& page, const Slice<Message>& messages) {
    auto conversation = page.include("CONVERSATION", "conversation.html");
    if (messages.next) conversation.section("OLDER").set("CURSOR", messages.next->text());
    for (auto message = messages.rows.rbegin(); message != messages.rows.rend(); ++message) {
        auto block = conversation.section("MESSAGE");
        block.set("ID", message->id.value());
        block.set("AUTHOR", message->author);
        block.set("TEXT", message->text);
        block.set_time("AT", "AT_ISO", message->created_at);
        block.show(message->by_staff ? "BY_STAFF" : "BY_CLIENT");
        block.show_if("IS_NOTE", message->kind == MessageKind::note);
    }
}

void show_filter(http::Page& page, const http::Request& request, const Counts& counts, bool for_desk) {
    const auto status = status_from(request.query().get("status"));
    const bool mine = request.query().flag("mine");
    const auto is = [&](bool of_mine, std::optional<Status> one) { return mine == of_mine && status == one; };
    std::vector<http::Filter> filters{
        {"All", "", is(false, std::nullopt)},
        {"Open", "?status=open", is(false, Status::open), std::to_string(counts.open)},
        {"Waiting", "?status=waiting", is(false, Status::waiting), std::to_string(counts.waiting)},
        {"Closed", "?status=closed", is(false, Status::closed), std::to_string(counts.closed)}};
    if (for_desk) {
        filters.push_back(
            {"Mine, open", "?status=open&mine=on", is(true, Status::open) || is(true, std::nullopt)});
        filters.push_back({"Mine, waiting", "?status=waiting&mine=on", is(true, Status::waiting)});
        filters.push_back({"Mine, closed", "?status=closed&mine=on", is(true, Status::closed)});
    }
    http::show_filters(page, request, "Filter", filters);
    page.show(status ? "FILTERED" : "FILTER_ALL");
}

void show_pager(http::Page& page, const http::Request& request, const Slice<Ticket>& slice) {
    page.show_if("EMPTY", slice.rows.empty());
    http::show_pager(page, request, slice.next ? slice.next->text() : "");
}

TicketNumber ticket_number(const http::Request& request) {
    return TicketNumber(request.number_parameter("number"));
}

}  // namespace tickets
