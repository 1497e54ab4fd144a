// What the person who runs the portal can do with the outbox: look, send again, drop. Never shows a payload.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "database/connection.h"

namespace courier {

struct Entry {
    std::uint64_t id;
    std::string tag, kind, recipient, state, provider, provider_id, last_answer;
    std::uint64_t attempts, doubtful;
    base::Instant created, next_try;
    std::optional<base::Instant> sent, expires;
};

// Newest first, at most `most`, ids below `before` (0: from the newest). `state` "" is all but void.
std::vector<Entry> entries(database::Connection& db, const std::string& state, std::uint64_t before,
                           int most);
// A dead or waiting mail becomes due now, from the first provider on, with a whole day to try. False: no such
// mail, or it was sent, or its code is gone.
bool retry(database::Connection& db, std::uint64_t id, base::Instant now);
// A waiting or dead mail that shall not be sent is removed. False: no such mail.
bool drop(database::Connection& db, std::uint64_t id);

}  // namespace courier
