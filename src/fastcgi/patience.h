// Policy: how long a worker may take to come up, to answer a request, to leave once it was told; one that
// takes longer is killed, and the log names the setting. Times are monotonic nanoseconds. Never waits itself.
#pragma once

#include <cstdint>

#include "base/log.h"
#include "fastcgi/crew.h"
#include "fastcgi/server.h"

namespace fastcgi {

class Patience {
  public:
    static constexpr std::int64_t kNever = INT64_MAX;

    // All must outlive it.
    Patience(const ServerOptions& options, base::Log& log, Crew& crew, PoolCounters& counters);

    // Until when one that is told to leave at `now` may take.
    std::int64_t leave_by(std::int64_t now) const;
    // When the next of all workers has to be looked at again; kNever without workers.
    std::int64_t next_due(std::int64_t now);
    void kill_overdue(std::int64_t now);
    // Whether any of them gets on with its work: up, and within its time.
    bool any_gets_on(std::int64_t now);

  private:
    std::int64_t due_of(const Member& member);
    void kill_leaving(Member& member);
    void kill_stuck(Member& member, std::int64_t took);

    const ServerOptions& options_;
    base::Log& log_;
    Crew& crew_;
    PoolCounters& counters_;
    const std::int64_t deadline_, drain_;
};

}  // namespace fastcgi
