#include "courier/asked_store.h"

namespace courier {

namespace {

// Columns are set from the left: each sees the values of those before it.
constexpr database::Sql kAgain =
    "UPDATE outbox SET state = IF(payload = '', 'dead', 'waiting'), next_try_at = ?, first_try_at = NULL, "
    "provider = '', repeated = IF(doubtful > 0, 1, repeated), doubtful = 0 WHERE state = 'again' ORDER BY id "
    "LIMIT ?";
constexpr database::Sql kDrop =
    "UPDATE outbox SET state = 'dropped', payload = '' WHERE state = 'drop' ORDER BY id LIMIT ?";

}  // namespace

std::uint64_t settle_asked(database::Connection& db, base::Instant now, int most) {
    return db.execute(kAgain, now, most) + db.execute(kDrop, most);
}

}  // namespace courier
