// Counts that are shown are kept, not scanned: tickets by requester and status, and for the desk over all. A
// list reads them beside its rows (ticket_store.cpp); only a list without rows asks for them here.
#pragma once

#include "app/context.h"
#include "tickets/ticket.h"

namespace tickets {

// In the transaction of the change; moves the requester's counts and then the desk's, always in this order.
void add_counts(app::Context& context, AccountId requester, const Counts& change);

Counts own_counts(app::Context& context, AccountId requester);
Counts desk_counts(app::Context& context);

}  // namespace tickets
