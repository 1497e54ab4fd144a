// How often something may be done in a fixed window, counted in the database for all workers and hosts; what
// the house counts lies in a table of its own. Counting and asking are one step, so parallel requests cannot
// pass together. A coarse limit may be counted in Redis between two looks at the database (rate_blocks.h).
#pragma once

#include <chrono>
#include <string_view>

#include "app/context.h"

namespace app {

struct RateLimit {
    std::string_view name;        // "sign_up.address": part of the bucket, and of the log line
    int amount;                   // so many …
    std::chrono::seconds window;  // … in this time
    // Stands against guessing: limits.factor, which is for measuring, does not lift it.
    bool is_guard = false;
    // May be counted in blocks through Redis: never passes more, but may pass a few less and tells no exact
    // amount. Not for what is counted per account or code.
    bool coarse = false;
};

struct RateState {
    bool allowed;
    int amount;       // including this one; of coarse limits, those that are paid for
    int retry_after;  // seconds until the window ends; 0 if allowed
};

// Counts one act of `whom` (an address bucket, an account id, a canonical e-mail address: kept only as a
// hash) and says whether it is still within the limit. Commits by itself unless a transaction is open.
// limits.factor multiplies the amount of every limit that is no guard.
RateState count(Context& context, const RateLimit& limit, std::string_view whom);
// Takes one act back (a right code is not a wrong one).
void uncount(Context& context, const RateLimit& limit, std::string_view whom);
// Takes all of them back. Not for coarse limits.
void forget(Context& context, const RateLimit& limit, std::string_view whom);

}  // namespace app
