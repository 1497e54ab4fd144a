// The master of one pool: pre-forks workers on one listening socket and keeps them alive. Policy (when to
// start, retire, kill) is in master.cpp; the mechanism of one worker in worker.cpp. The master never touches
// a request.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/log.h"
#include "http/source.h"

namespace fastcgi {

// Answers one request: `source` in, the serialised FastCGI answer out. `note` tells the scoreboard the route.
using Note = std::function<void(std::string_view route)>;
class Service {
  public:
    virtual ~Service() = default;
    virtual std::string answer(http::Source& source, const Note& note) = 0;
    virtual void idle() {}  // between requests, at most once a second
};

struct ServerOptions {
    std::string pool;            // "gate", "house"
    std::string socket;          // path to make when systemd handed none over (mode 0660)
    std::string runtime_folder;  // scoreboard file <pool>.scoreboard lives here
    int workers = 4;
    int backlog = 1024;
    std::uint64_t requests_per_worker = 10000;  // then it retires
    size_t memory_per_worker = 256u << 20;      // bytes resident; past it, it retires after its request
    std::chrono::seconds deadline{20};          // a request older than this: its worker is killed
    std::chrono::seconds drain{25};             // TERM: so long may running requests take
    int nice = 0;
};

// Runs until TERM/INT; returns the exit code. `before_fork` ran already (templates loaded, keys read);
// `make_service` runs in each new worker after fork. HUP: `check` is asked ("" = fine, else what is wrong),
// in a process of its own, so that it may load whatever a start loads; when fine the master re-executes
// `argv` with the listening socket kept, and the old workers end once new ones are up. Throws
// base::ConfigError when it cannot start.
int serve(const ServerOptions& options, base::Log& log,
          const std::function<std::unique_ptr<Service>()>& make_service,
          const std::function<std::string()>& check, char** argv);

}  // namespace fastcgi
