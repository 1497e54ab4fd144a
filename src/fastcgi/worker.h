// One worker: takes one request at a time from the shared socket until it is told to leave or has done its
// share.
#pragma once

#include "fastcgi/scoreboard.h"
#include "fastcgi/server.h"

namespace fastcgi {

// How a master speaks to its workers. Once a worker is up, all signals stay blocked and are read between
// requests; before, kLeave ends it at once and kEmptyQueue waits until it is up.
constexpr int kLeave =
    15;  // SIGTERM: finish the running request, then go; also sent by the kernel if the master dies
constexpr int kEmptyQueue = 12;  // SIGUSR2: the socket is withdrawn: answer who already waits, then go

struct WorkerPlace {
    int listener;
    WorkerRow& row;
    PoolCounters& counters;
    pid_t master;
    int ready;  // eventfd: told once when the worker can take requests
};

// Runs in the forked child; returns its exit code: 0 after leaving or retiring, 70 when it cannot work.
int run_worker(const ServerOptions& options, base::Log& log, const WorkerPlace& place,
               const std::function<std::unique_ptr<Service>()>& make_service);

}  // namespace fastcgi
