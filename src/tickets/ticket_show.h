// The client's and the desk's page of one ticket, shown again with complaints when a form on it was refused.
#pragma once

#include "app/handler.h"
#include "tickets/ticket.h"

namespace tickets {

http::Response show_own_ticket(app::Context& context, const http::Request& request,
                               const app::Refusal* refusal);
http::Response show_desk_ticket(app::Context& context, const http::Request& request,
                                const app::Refusal* refusal);

}  // namespace tickets
