// What a person can do with tickets. Clients: /tickets; staff: /desk. One file an action or page, object
// first.
#pragma once

#include "app/handler.h"
#include "http/fields.h"
#include "tickets/ticket.h"

namespace tickets {

inline constexpr http::Field kListQuery[] = {
    {.name = "status",
     .kind = http::FieldKind::choice,
     .label = "Status",
     .least = 0,
     .most = 16,
     .choices = kStatuses},
    {.name = "from", .kind = http::FieldKind::line, .label = "From", .least = 0, .most = 48},
};
inline constexpr http::Field kDeskQuery[] = {
    {.name = "status",
     .kind = http::FieldKind::choice,
     .label = "Status",
     .least = 0,
     .most = 16,
     .choices = kStatuses},
    {.name = "mine", .kind = http::FieldKind::flag, .label = "Assigned to me"},
    {.name = "from", .kind = http::FieldKind::line, .label = "From", .least = 0, .most = 48},
};
inline constexpr http::Field kShowQuery[] = {
    {.name = "from", .kind = http::FieldKind::line, .label = "From", .least = 0, .most = 48},
};
inline constexpr http::Field kOpenFields[] = {
    {.name = "subject", .kind = http::FieldKind::line, .label = "Subject", .least = 1, .most = 200},
    {.name = "category",
     .kind = http::FieldKind::choice,
     .label = "Category",
     .least = 1,
     .most = 16,
     .choices = kCategories},
    {.name = "priority",
     .kind = http::FieldKind::choice,
     .label = "Priority",
     .least = 1,
     .most = 16,
     .choices = kPriorities},
    {.name = "text", .kind = http::FieldKind::text, .label = "Message", .least = 1, .most = 5000},
};
inline constexpr http::Field kReplyFields[] = {
    {.name = "text", .kind = http::FieldKind::text, .label = "Message", .least = 1, .most = 5000},
};
inline constexpr http::Field kAnswerFields[] = {
    {.name = "kind",
     .kind = http::FieldKind::choice,
     .label = "Kind",
     .least = 1,
     .most = 8,
     .choices = kKinds},
    {.name = "text", .kind = http::FieldKind::text, .label = "Message", .least = 1, .most = 5000},
};
inline constexpr http::Field kStatusFields[] = {
    {.name = "status",
     .kind = http::FieldKind::choice,
     .label = "Status",
     .least = 1,
     .most = 16,
     .choices = kStatuses},
};

http::Response dashboard_show(app::Context& context, const http::Request& request);  // GET /dashboard
http::Response ticket_list(app::Context& context, const http::Request& request);     // GET /tickets
http::Response ticket_new(app::Context& context, const http::Request& request);      // GET /tickets/new
http::Response ticket_open(app::Context& context, const http::Request& request);     // POST /tickets
http::Response ticket_show(app::Context& context, const http::Request& request);     // GET /tickets/{number}
http::Response ticket_reply(app::Context& context,
                            const http::Request& request);  // POST /tickets/{number}/reply
http::Response ticket_close(app::Context& context,
                            const http::Request& request);  // POST /tickets/{number}/close
http::Response desk_list(app::Context& context, const http::Request& request);  // GET /desk
http::Response desk_show(app::Context& context, const http::Request& request);  // GET /desk/tickets/{number}
http::Response desk_answer(app::Context& context,
                           const http::Request& request);  // POST /desk/tickets/{number}/answer
http::Response desk_status_change(app::Context& context,
                                  const http::Request& request);  // POST /desk/tickets/{number}/status
http::Response desk_assign(app::Context& context,
                           const http::Request& request);  // POST /desk/tickets/{number}/assign

}  // namespace tickets
