// The database server's clock, for those who must know that it agrees with ours.
#pragma once

#include "base/clock.h"
#include "database/connection.h"

namespace database {

base::Instant server_now(Connection& connection);

}  // namespace database
