// The front door: turns one http::Source into one serialised answer by passing the request through the
// pipeline. One Portal a worker; knows no socket. Guarantees: every exception ends here, as a calm page with
// the request id; nothing of one request is left for the next.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/phone_providers.h"
#include "app/slots.h"
#include "base/configuration.h"
#include "base/log.h"
#include "crypto/key_ring.h"
#include "database/connection.h"
#include "database/redis.h"
#include "http/source.h"
#include "portal/route.h"

namespace portal {

// Workers of a pool when the configuration says 0: 4 for each CPU at the gate, 2 in the house.
int default_workers(Pool pool);

class Portal {
  public:
    // `pool_figures` renders what the workers of both pools do, for /metrics.
    Portal(Pool pool, const base::Configuration& config, const crypto::KeyRings& keys,
           const base::Clock& clock, base::Log& log, std::function<std::string()> pool_figures);
    // `note` tells the scoreboard which route runs.
    std::string answer(http::Source& source, const std::function<void(std::string_view)>& note);
    // Before the first request: opens the database connection, so that the request does not pay for it.
    void warm();
    // Between requests, at most once a second.
    void idle();

  private:
    Pool pool_;
    const base::Configuration& config_;
    const crypto::KeyRings& keys_;
    const base::Clock& clock_;
    base::Log& log_;
    database::Connection database_;
    std::unique_ptr<database::Redis> redis_;  // the gate's, where store.kind says so
    app::Slots hashing_, outbound_;
    app::PhoneProviders phones_;
    std::function<std::string()> pool_figures_;
};

}  // namespace portal
