// When a mail is tried again: after 30 s, 1, 5, 15, 60, 240 minutes, then every four hours, each a little off
// so that a backlog does not come back as one; given up a day (courier.give_up_after) after the first try.
// Pure.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.h"

namespace courier {

struct Retry {
    base::Instant now, first_try;
    std::optional<std::chrono::seconds> asked;  // the provider's own wish
    std::optional<base::Instant> expires;       // a code's end
    double off = 0;                             // -1 … 1: how far from the plan
    std::chrono::seconds give_up_after = std::chrono::hours(24);
};

// Nothing when the mail is to be given up. A code that would be late after the provider's wish is tried by
// the plan.
std::optional<base::Instant> next_try(const Retry& retry);

}  // namespace courier
