// The statement reads the index (state, created_at), and only where mail is unsent: what was sent costs
// nothing.
#include "outbox/backlog.h"

namespace outbox {

constexpr database::Sql kCounts =
    "SELECT state, COUNT(created_at), MIN(created_at) FROM outbox WHERE state IN ('waiting', 'leased', "
    "'dead') "
    "GROUP BY state";

Backlog backlog(app::Context& context) {
    Backlog found;
    for (const auto& row : context.database.query(kCounts)) {
        const auto state = row.text(0);
        auto& count = state == "waiting" ? found.waiting : state == "leased" ? found.leased : found.dead;
        count = static_cast<std::uint64_t>(row.integer(1));
        const auto oldest = row.instant(2);
        if (state != "dead" && (!found.oldest || oldest < *found.oldest)) found.oldest = oldest;
    }
    return found;
}

std::chrono::seconds Backlog::age(base::Instant now) const {
    if (!oldest || now < *oldest) return std::chrono::seconds(0);
    return std::chrono::duration_cast<std::chrono::seconds>(now - *oldest);
}

}  // namespace outbox
