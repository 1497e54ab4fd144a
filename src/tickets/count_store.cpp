// Every statement about the kept counts. Requester 0 is the desk.
#include "tickets/count_store.h"

#include "tickets/ticket_store.h"

namespace tickets {

namespace {
constexpr AccountId kDesk{};
}

constexpr database::Sql kAdd =
    "INSERT INTO ticket_count (requester_id, status, amount) VALUES (?, ?, ?) "
    "ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount)";

void add_count(app::Context& context, AccountId requester, Status status, int by) {
    context.database.execute(kAdd, requester, to_text(status), by);
    context.database.execute(kAdd, kDesk, to_text(status), by);
}

constexpr database::Sql kCounts = "SELECT status, amount FROM ticket_count WHERE requester_id = ?";

Counts own_counts(app::Context& context, AccountId requester) {
    Counts counts;
    for (const auto& row : context.database.query(kCounts, requester)) {
        const auto amount = row.integer(1);
        switch (status_from(row.text(0)).value_or(Status::open)) {
            case Status::open: counts.open = amount; break;
            case Status::waiting: counts.waiting = amount; break;
            case Status::closed: counts.closed = amount; break;
        }
    }
    return counts;
}

Counts desk_counts(app::Context& context) {
    return own_counts(context, kDesk);
}

}  // namespace tickets
