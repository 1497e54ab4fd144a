// The outbox as the person who runs the portal sees it. Never shows a payload.
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
    std::string fate;       // what came back after it was sent: "delivered", "hard_bounce" …
    bool repeated = false;  // sent anew although it may have been sent already
};

// Newest first, at most `most`, ids below `before` (0: from the newest). `state` "" is all but void.
std::vector<Entry> entries(database::Connection& db, const std::string& state, std::uint64_t before,
                           int most);

}  // namespace courier
