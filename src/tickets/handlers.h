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
inline constexpr http::Field kOpenFields[] = {
    http::line("subject", "Subject", 1, 200),
    http::choice("category", "Category", kCategories),
    http::choice("priority", "Priority", kPriorities),
    http::text("text", "Message", 1, 5000),
};
inline constexpr http::Field kReplyFields[] = {
    http::text("text", "Message", 1, 5000),
};
inline constexpr http::Field kAnswerFields[] = {
    http::choice("kind", "Kind", kKinds),
    http::text("text", "Message", 1, 5000),
};
inline constexpr http::Field kStatusFields[] = {
    http::choice("status", "Status", kStatuses),
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
