#include "database/server_clock.h"

namespace database {

constexpr Sql kNow = "SELECT UTC_TIMESTAMP(6)";
base::Instant server_now(Connection& connection) {
    return connection.query_one(kNow)->instant(0);
}

}  // namespace database
