// What providers reported about mails, worked off: each report finds its mail, the mail keeps the weightiest
// of its reports, and an address that bounced for good or complained is mailed no more. One transaction
// for all that is looked at; any number of couriers may do it at once, none is counted twice. Never logs an
// address.
#pragma once

#include "base/log.h"
#include "database/connection.h"

namespace courier {

// Reports after `from`, at most `most`. A report may come before the note that its mail was sent: what fits
// no mail is looked at again, and forgotten after a while (an account at a provider may serve others too).
// Gives where to go on; 0 = from the beginning.
std::uint64_t settle_reports(database::Connection& db, base::Log& log, base::Instant now, std::uint64_t from,
                             int most);

}  // namespace courier
