// Every statement about the kept counts alone. Requester 0 is the desk.
#include "tickets/count_store.h"

namespace tickets {

namespace {
constexpr AccountId kDesk{};
}

constexpr database::Sql kAdd =
    "INSERT INTO ticket_tally (requester_id, open_amount, waiting_amount, closed_amount) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE open_amount = open_amount + VALUES(open_amount), "
    "waiting_amount = waiting_amount + VALUES(waiting_amount), "
    "closed_amount = closed_amount + VALUES(closed_amount)";

void add_counts(app::Context& context, AccountId requester, const Counts& change) {
    for (const auto whose : {requester, kDesk})
        context.database.execute(kAdd, whose, change.open, change.waiting, change.closed);
}

constexpr database::Sql kCounts =
    "SELECT open_amount, waiting_amount, closed_amount FROM ticket_tally WHERE requester_id = ?";

Counts own_counts(app::Context& context, AccountId requester) {
    const auto row = context.database.query_one(kCounts, requester);
    if (!row) return {};
    return {row->integer(0), row->integer(1), row->integer(2)};
}

Counts desk_counts(app::Context& context) {
    return own_counts(context, kDesk);
}

}  // namespace tickets
