// What a use case gets: everything it may touch, nothing global. One Context a worker, its per-request part
// set anew by the pipeline for each request.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/actor.h"
#include "app/slots.h"
#include "base/address.h"
#include "base/clock.h"
#include "base/configuration.h"
#include "base/log.h"
#include "crypto/key_ring.h"
#include "database/connection.h"
#include "database/redis.h"

namespace app {

class PhoneProviders;

struct Context {
    const base::Configuration& config;
    const base::Clock& clock;
    const crypto::KeyRings& keys;
    database::Connection& database;
    base::Log& log;
    Slots& hashing;   // at most as many password hashes at once as CPUs, over all workers
    Slots& outbound;  // at most half the gate workers call out at once

    // The house pool's: what it counts lies in a table of its own, and the gate's guards are out of its
    // reach.
    bool in_house = false;

    // Where store.kind = "redis" keeps what may be lost; the gate's alone, nullptr elsewhere.
    database::Redis* redis = nullptr;

    // Of this request; of the system for commands and the courier.
    Actor actor;
    std::string request_id;
    std::optional<base::Address> client;
    std::string user_agent;
    std::string browser;  // the pre-sign-in cookie's value: binds challenges and form tokens to a browser
    std::string device;   // the device cookie's value, "" if none
    std::string session_token = {};  // the session cookie's value, "" for strangers

    // What both pools are doing, as Prometheus text; none for commands.
    const std::function<std::string()>* pool_figures = nullptr;

    // Who proves phone numbers; none for the house pool and commands.
    PhoneProviders* phones = nullptr;

    base::Instant now() const { return clock.now(); }
};

}  // namespace app
