// Where the health of the providers and the count of calls are kept: one row a provider, one row a day,
// provider, kind and outcome. Shared by all couriers and gate workers on all hosts: a change counts once it
// is committed, and the right to try an open provider goes to one caller.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/provider_health.h"
#include "base/log.h"
#include "database/connection.h"

namespace app {

using Healths = std::map<std::string, ProviderHealth, std::less<>>;
// Those something was ever wrong with; whoever is not there is well.
Healths provider_healths(database::Connection& db);
ProviderHealth provider_health(database::Connection& db, std::string_view provider);

// Leave to call now; a probe is claimed by it. Not inside a transaction.
Leave ask_leave(database::Connection& db, std::string_view provider, base::Instant now);
// Writes down what a call said about the provider, `times` calls of one kind at once. Logs provider.stopped
// (an error: somebody must act), provider.opened and provider.closed, each once for all processes. Not inside
// a transaction. `failures`: providers.failures.
void note_standing(database::Connection& db, base::Log& log, std::string_view provider, Standing standing,
                   std::optional<std::chrono::seconds> pause, base::Instant now, std::uint64_t failures,
                   unsigned times = 1);
// Forgets what was wrong; false: nothing was.
bool reset_provider(database::Connection& db, std::string_view provider, base::Instant now);

// What calls came to; no word about persons in it.
struct Calls {
    std::string provider, kind, outcome;  // "brevo", "ticket_replied", "accepted"
    std::uint64_t calls = 1;
};
void count_calls(database::Connection& db, const std::vector<Calls>& calls, base::Instant now);
struct DayOfCalls {
    std::string day;  // "2026-11-21", UTC
    Calls calls;
};
// Newest day first, from the day of `since` on.
std::vector<DayOfCalls> calls_by_day(database::Connection& db, base::Instant since);

}  // namespace app
