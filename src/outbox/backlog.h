// How mail is getting on, for health and figures: counts of what has not left, and since when the oldest
// waits. Reads states and times only: never whom a mail is for or what it says (the house pool may not see
// more).
#pragma once

#include <cstdint>
#include <optional>

#include "app/context.h"

namespace outbox {

struct Backlog {
    std::uint64_t waiting = 0, leased = 0, dead = 0;  // leased: a courier is delivering it; dead: given up
    std::optional<base::Instant> oldest;              // the oldest that is waiting or leased

    // How long the oldest has been waiting; 0 when nothing waits.
    std::chrono::seconds age(base::Instant now) const;
};
Backlog backlog(app::Context& context);

// The same, cheap enough for every page: `oldest`, and `dead` up to kMostDead; what waits is not counted.
constexpr int kMostDead = 100;
Backlog glance(app::Context& context);

}  // namespace outbox
