// The client's and the desk's page of one ticket, shown again with complaints when a form on it was refused.
#pragma once

#include "app/handler.h"
#include "tickets/ticket.h"

namespace tickets {

// There is no ticket to show for whoever got this refusal.
inline bool shows_nothing(const app::Refusal& refusal) {
    return refusal.kind == app::Refusal::Kind::not_found || refusal.kind == app::Refusal::Kind::forbidden;
}

http::Response show_own_ticket(app::Context& context, const http::Request& request,
                               const app::Refusal* refusal);
http::Response show_desk_ticket(app::Context& context, const http::Request& request,
                                const app::Refusal* refusal);

}  // namespace tickets
