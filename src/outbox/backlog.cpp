// The statement reads the index (state, created_at), and only where mail is unsent: what was sent costs
// nothing.
#include "outbox/backlog.h"

namespace outbox {

constexpr database::Sql kCounts =
    "SELECT state, COUNT(created_at), MIN(created_at) FROM outbox WHERE state IN ('waiting', 'again', "
    "'leased', 'dead') GROUP BY state";

Backlog backlog(app::Context& context) {
    Backlog found;
    for (const auto& row : context.database.query(kCounts)) {
        const auto state = row.text(0);
        auto& count = state == "leased" ? found.leased : state == "dead" ? found.dead : found.waiting;
        count += static_cast<std::uint64_t>(row.integer(1));
        const auto oldest = row.instant(2);
        if (state != "dead" && (!found.oldest || oldest < *found.oldest)) found.oldest = oldest;
    }
    return found;
}

// Each MIN is one look at the end of an index; the dead are counted no further than kMostDead.
constexpr database::Sql kAlarm =
    "SELECT (SELECT MIN(created_at) FROM outbox WHERE state = 'waiting'), "
    "(SELECT MIN(created_at) FROM outbox WHERE state = 'again'), "
    "(SELECT MIN(created_at) FROM outbox WHERE state = 'leased'), "
    "(SELECT COUNT(*) FROM (SELECT state FROM outbox WHERE state = 'dead' LIMIT ?) AS dead)";

Backlog glance(app::Context& context) {
    Backlog found;
    const auto row = context.database.query_one(kAlarm, kMostDead);
    for (const size_t column : {0, 1, 2}) {
        const auto oldest = row->maybe_instant(column);
        if (oldest && (!found.oldest || *oldest < *found.oldest)) found.oldest = oldest;
    }
    found.dead = static_cast<std::uint64_t>(row->integer(3));
    return found;
}

std::chrono::seconds Backlog::age(base::Instant now) const {
    if (!oldest || now < *oldest) return std::chrono::seconds(0);
    return std::chrono::duration_cast<std::chrono::seconds>(now - *oldest);
}

}  // namespace outbox
