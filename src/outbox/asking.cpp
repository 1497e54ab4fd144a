// Conditional updates: a mail that a courier took in the meantime is not touched.
#include "outbox/asking.h"

namespace outbox {

// A sealed payload holds a code; it is wiped as soon as the mail cannot be sent.
constexpr database::Sql kAgain =
    "UPDATE outbox SET state = 'again' WHERE id = ? AND (state = 'waiting' OR (state IN ('dead', 'withheld') "
    "AND sealed = 0)) AND (expires_at IS NULL OR expires_at > ?)";

bool ask_again(database::Connection& db, std::uint64_t id, base::Instant now) {
    return db.execute(kAgain, id, now) == 1;
}

constexpr database::Sql kDrop =
    "UPDATE outbox SET state = 'drop' WHERE id = ? AND state IN ('waiting', 'again', 'dead', 'withheld')";

bool ask_drop(database::Connection& db, std::uint64_t id) {
    return db.execute(kDrop, id) == 1;
}

constexpr database::Sql kDropGivenUp = "UPDATE outbox SET state = 'drop' WHERE id = ? AND state = 'dead'";

bool ask_drop_given_up(database::Connection& db, std::uint64_t id) {
    return db.execute(kDropGivenUp, id) == 1;
}

}  // namespace outbox
