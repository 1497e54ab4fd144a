// `gatehouse serve gate|house`: the master of one pool. Everything that can be read is read before the first
// fork, so that a mistake in configuration, keys or templates is found here and not by a person.
#include <filesystem>

#include "app/folders.h"
#include "commands/pool_figures.h"
#include "commands/system.h"
#include "crypto/random.h"
#include "fastcgi/politeness.h"
#include "fastcgi/server.h"
#include "http/page.h"
#include "portal/frame.h"
#include "portal/portal.h"
#include "providers/phone_verification.h"

namespace commands {

namespace {

class PortalService final : public fastcgi::Service {
  public:
    PortalService(portal::Pool pool, const base::Configuration& config, const crypto::KeyRings& keys,
                  const base::Clock& clock, base::Log& log)
        : portal_(pool, config, keys, clock, log, [&config] { return pool_figures(config); }) {
        portal_.warm();
    }
    std::string answer(http::Source& source, const fastcgi::Note& note) override {
        return portal_.answer(source, note);
    }
    void idle() override { portal_.idle(); }

  private:
    portal::Portal portal_;
};

crypto::KeyRings keys_for(portal::Pool pool, const base::Configuration& config) {
    using crypto::Ring;
    if (pool == portal::Pool::gate) return load_keys(config, {Ring::identity, Ring::shared, Ring::outbox});
    return load_keys(config, {Ring::shared});
}

int workers_for(portal::Pool pool, const base::Configuration& config) {
    const auto wanted = static_cast<int>(config.integer(fmt::format("{}.workers", portal::to_text(pool))));
    return wanted > 0 ? wanted : portal::default_workers(pool);
}

int nice_of(portal::Pool pool, const base::Configuration& config) {
    return static_cast<int>(config.integer(fmt::format("{}.nice", portal::to_text(pool))));
}

fastcgi::ServerOptions options_for(portal::Pool pool, const base::Configuration& config) {
    const auto key = [&](std::string_view name) { return fmt::format("{}.{}", portal::to_text(pool), name); };
    fastcgi::ServerOptions options;
    options.pool = portal::to_text(pool);
    options.socket = config.text(key("socket"));
    options.runtime_folder = app::pool_folder(config, options.pool);
    std::filesystem::create_directories(options.runtime_folder);  // systemd made it already
    options.workers = workers_for(pool, config);
    options.requests_per_worker = static_cast<std::uint64_t>(config.integer(key("requests_per_worker")));
    options.memory_per_worker = static_cast<size_t>(config.integer(key("memory_per_worker"))) << 20;
    options.deadline = config.seconds(key("deadline"));
    options.drain = config.seconds(key("drain"));
    options.nice = nice_of(pool, config);
    return options;
}

// What the first person who asks for a code by phone would meet.
void check_providers(portal::Pool pool, const base::Configuration& config) {
    const auto& allowed = config.list("factors.allowed");
    if (pool == portal::Pool::gate && std::ranges::find(allowed, "sms") != allowed.end())
        providers::check_phone_settings(config);
}

struct Prepared {
    fastcgi::ServerOptions options;
    crypto::KeyRings keys;
    std::unique_ptr<base::Clock> clock;
};

// All that a start reads and can find wrong; throws ConfigError. A reload is checked by the same.
Prepared prepare(portal::Pool pool, const base::Configuration& config) {
    crypto::initialise();
    Prepared prepared{options_for(pool, config), keys_for(pool, config), make_clock(config)};
    check_providers(pool, config);
    portal::set_constants(config);
    http::load_templates(config.text("server.templates_folder"));
    return prepared;
}

int run_pool(portal::Pool pool, const Arguments& arguments) {
    const auto config = arguments.configuration();
    auto log = make_log(config, std::string(portal::to_text(pool)));
    // While /proc is still the process's own: what holds keys is hidden there, also from itself.
    fastcgi::lower_share_of_session(nice_of(pool, config), log);
    const auto prepared = prepare(pool, config);
    // What a reload would meet; asked in a process of its own.
    const auto check = [&]() -> std::string {
        try {
            prepare(pool, arguments.configuration());
            return "";
        } catch (const base::ConfigError& error) {
            return error.what();
        }
    };
    const auto make = [&] {
        return std::make_unique<PortalService>(pool, config, prepared.keys, *prepared.clock, log);
    };
    return fastcgi::serve(prepared.options, log, make, check, arguments.argv());
}

int run(const Arguments& arguments) {
    const auto pool = arguments.positional("POOL");
    if (pool == "gate") return run_pool(portal::Pool::gate, arguments);
    if (pool == "house") return run_pool(portal::Pool::house, arguments);
    return fail(kUsage, "a pool is \"gate\" or \"house\"");
}

}  // namespace

Command serve() {
    return {"serve", "runs the workers of one pool", {{"POOL", "gate or house"}}, {}, run};
}

}  // namespace commands
