// What a person can do with tickets. Clients: /tickets; staff: /desk. One file an action or page, object
// first.
#pragma once

#include "app/handler.h"
#include "http/fields.h"
#include "tickets/ticket.h"

namespace tickets {

inline constexpr http::Field kListQuery[] = {
    http::choice("status", "Status", kStatuses, 0),
    http::line("from", "From", 0, 48),
};
inline constexpr http::Field kDeskQuery[] = {
    http::choice("status", "Status", kStatuses, 0),
    http::flag("mine", "Assigned to me"),
    http::line("from", "From", 0, 48),
};
inline constexpr http::Field kShowQuery[] = {
    http::line("from", "From", 0, 48),
};
inline constexpr http::Field kPageTime{.name = "page_time",
                                       .kind = http::FieldKind::number,
                                       .label = "Page time",
                                       .least = 0};  // see page_time.h
inline constexpr http::Field kOpenFields[] = {
    http::line("subject", "Subject", 1, 200),
    http::choice("category", "Category", kCategories),
    http::choice("priority", "Priority", kPriorities),
    http::text("text", "Message", 1, 5000),
    kPageTime,
};
inline constexpr http::Field kReplyFields[] = {
    http::text("text", "Message", 1, 5000),
    kPageTime,
};
inline constexpr http::Field kAnswerFields[] = {
    http::choice("kind", "Kind", kKinds),
    http::text("text", "Message", 1, 5000),
    kPageTime,
};
inline constexpr http::Field kStatusFields[] = {
    http::choice("status", "Status", kStatuses),
};

app::Action dashboard_show;      // GET /dashboard
app::Action ticket_list;         // GET /tickets
app::Action ticket_new;          // GET /tickets/new
app::Action ticket_open;         // POST /tickets
app::Action ticket_show;         // GET /tickets/{number}
app::Action ticket_reply;        // POST /tickets/{number}/reply
app::Action ticket_close;        // POST /tickets/{number}/close
app::Action desk_list;           // GET /desk
app::Action desk_show;           // GET /desk/tickets/{number}
app::Action desk_answer;         // POST /desk/tickets/{number}/answer
app::Action desk_status_change;  // POST /desk/tickets/{number}/status
app::Action desk_assign;         // POST /desk/tickets/{number}/assign

}  // namespace tickets
