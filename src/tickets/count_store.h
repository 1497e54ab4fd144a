// Counts that are shown are kept, not scanned: tickets by requester and status, and for the desk over all.
#pragma once

#include "app/context.h"
#include "tickets/ticket.h"

namespace tickets {

// In the transaction of the change; moves the requester's count and the desk's.
void add_count(app::Context& context, AccountId requester, Status status, int by);

}  // namespace tickets
