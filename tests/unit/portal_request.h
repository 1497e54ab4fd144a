// Everything that a request needs on its way, without a database: for tests of the portal's steps and of
// rules that read the configuration.
#pragma once

#include "app/context.h"
#include "crypto/random.h"
#include "portal/passage.h"
#include "unit/http_source.h"

namespace portal_test {

struct Desk {
    explicit Desk(const std::string& toml = "") : config(base::Configuration::from_text(toml)) {
        crypto::initialise();
        keys.give(crypto::Ring::shared, crypto::KeyRing::for_tests());
    }
    base::Configuration config;
    base::FixedClock clock{base::Instant(std::chrono::hours(24 * 365 * 50))};
    crypto::KeyRings keys;
    base::Log log{"test", base::Level::error};
    database::Connection database{{}, log};  // never connected
    app::Slots hashing{"", 1}, outbound{"", 1};
    app::Context context{.config = config,
                         .clock = clock,
                         .keys = keys,
                         .database = database,
                         .log = log,
                         .hashing = hashing,
                         .outbound = outbound,
                         .actor = {},
                         .request_id = {},
                         .client = {},
                         .user_agent = {},
                         .browser = {},
                         .device = {}};
};

// One request at one pool's door.
struct Visit {
    Visit(Desk& desk, portal::Pool pool, http_test::StringSource given)
        : source(std::move(given)),
          request(http::Request::parse(source).value()),
          passage{.pool = pool, .context = desk.context, .source = source, .request = request} {}
    http_test::StringSource source;
    http::Request request;
    portal::Passage passage;
};

}  // namespace portal_test
