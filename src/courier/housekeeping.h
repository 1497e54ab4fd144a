// Removes what has expired: challenges, sign-ups nobody finished, sessions, counters, old records of failed
// sign-ins and of mail. Small bounded statements, each a transaction of its own, so that nobody waits for it.
// Any number of couriers may do it at once.
#pragma once

#include "base/log.h"
#include "database/connection.h"

namespace courier {

// One round; true if a statement was full, so that more is left. Throws DatabaseError.
bool sweep(database::Connection& db, base::Log& log, base::Instant now);

}  // namespace courier
