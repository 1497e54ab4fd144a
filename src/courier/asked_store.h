// What administrators asked for, and what providers reported: worked off by the courier at each look, in
// small bounded steps, each a transaction of its own. Any number of couriers may do it at once.
#pragma once

#include "base/log.h"
#include "database/connection.h"

namespace courier {

// "again" becomes waiting, due now, with a whole day to try; "drop" becomes dropped, without its payload. A
// mail whose payload is gone cannot be sent anew and is given up. How many were settled.
std::uint64_t settle_asked(database::Connection& db, base::Instant now, int most);

}  // namespace courier
