// The pipeline, in order; then the handler; then what every answer gets. Each step is a small function of
// passage.h.
#include "portal/portal.h"

#include <thread>

#include "app/folders.h"
#include "database/role.h"
#include "portal/passage.h"

namespace portal {

namespace {

constexpr Step kSteps[] = {find_way,   check_host,  check_origin, limit_strangers, load_session,
                           read_input, check_token, check_access, limit_insiders};

int cpus() {
    const auto count = std::thread::hardware_concurrency();
    return count == 0 ? 1 : static_cast<int>(count);
}

int workers(const base::Configuration& config) {
    const auto wanted = static_cast<int>(config.integer("gate.workers"));
    return wanted > 0 ? wanted : default_workers(Pool::gate);
}

int hashing_slots(const base::Configuration& config) {
    const auto wanted = static_cast<int>(config.integer("gate.hashing_slots"));
    return wanted > 0 ? wanted : cpus();
}

http::Response pass(Passage& passage) {
    for (const auto step : kSteps) {
        auto answer = step(passage);
        if (!answer) continue;
        if (passage.route == nullptr) load_session(passage);  // for the navigation around "not found"
        return std::move(*answer);
    }
    return passage.route->handler(passage.context, passage.request);
}

// The house reaches the database's socket and nothing else; it counts there.
std::unique_ptr<database::Redis> redis_of(Pool pool, const base::Configuration& config, base::Log& log) {
    if (pool != Pool::gate || config.text("store.kind") != "redis") return nullptr;
    return std::make_unique<database::Redis>(config, log, app::redis_away_file(config));
}

http::Response unavailable(int retry_after) {
    auto response = http::Response::error(503);
    response.with_header("Retry-After", std::to_string(retry_after));
    return response;
}

// What the world can get wrong is caught here and nowhere else.
http::Response pass_or_fail(Passage& passage) {
    auto& log = passage.context.log;
    try {
        return pass(passage);
    } catch (const base::Busy& busy) {
        log.warning("request.busy", {{"what", busy.what()}});
        return unavailable(busy.retry_after);
    } catch (const base::DatabaseError& error) {
        log.error("database.failed", {{"code", error.code}, {"what", error.what()}});
        return unavailable(5);
    } catch (const base::ProviderError& error) {
        log.error("provider.failed", {{"what", error.what()}});
        return unavailable(60);
    } catch (const std::exception& error) {
        log.error("request.failed", {{"what", error.what()}});
        return http::Response::error(500);
    }
}

}  // namespace

int default_workers(Pool pool) {
    return (pool == Pool::gate ? 4 : 2) * cpus();
}

Portal::Portal(Pool pool, const base::Configuration& config, const crypto::KeyRings& keys,
               const base::Clock& clock, base::Log& log, std::function<std::string()> pool_figures)
    : pool_(pool),
      config_(config),
      keys_(keys),
      clock_(clock),
      log_(log),
      database_(
          database::options_for(pool == Pool::gate ? database::Role::gate : database::Role::house, config),
          log),
      redis_(redis_of(pool, config, log)),
      hashing_(app::pool_folder(config, to_text(pool)) + "/hashing.slots", hashing_slots(config)),
      outbound_(app::pool_folder(config, to_text(pool)) + "/outbound.slots",
                std::max(1, workers(config) / 2)),
      phones_(config, log),
      pool_figures_(std::move(pool_figures)) {}

void Portal::warm() {
    try {
        database_.ready();
    } catch (const base::DatabaseError& error) {
        log_.warning("database.away", {{"code", error.code}, {"what", error.what()}});
    }
    idle();
}

void Portal::idle() {
    if (redis_) redis_->look();
}

std::string Portal::answer(http::Source& source, const std::function<void(std::string_view)>& note) {
    const auto started = std::chrono::steady_clock::now();
    auto request = http::Request::parse(source);
    if (!request) {
        const auto id = http::request_id(source);
        const auto& bad = request.error();
        log_.set_request(id);
        log_.info(
            "request.refused",
            {{"status", bad.status}, {"reason", bad.reason}, {"client", source.parameter("REMOTE_ADDR")}});
        log_.set_request("");
        return refuse_plainly(source, id, bad).serialise(false);
    }
    log_.set_request(request->id());
    database_.forget_time();

    app::Context context{.config = config_,
                         .clock = clock_,
                         .keys = keys_,
                         .database = database_,
                         .log = log_,
                         .hashing = hashing_,
                         .outbound = outbound_,
                         .in_house = pool_ == Pool::house,
                         .redis = redis_.get(),
                         .actor = {},
                         .request_id = request->id(),
                         .client = request->client(),
                         .user_agent = request->user_agent(),
                         .browser = {},
                         .device = {},
                         .pool_figures = &pool_figures_,
                         .phones = pool_ == Pool::gate ? &phones_ : nullptr};
    Passage passage{.pool = pool_, .context = context, .source = source, .request = *request};
    passage.note = &note;
    auto response = pass_or_fail(passage);
    const bool head = request->method() == http::Method::head;
    std::string bytes;
    try {
        finish(passage, response);
        bytes = response.serialise(head);
    } catch (const std::exception& error) {
        log_.error("page.failed", {{"what", error.what()}});
        response = refuse_plainly(source, request->id(), {500, ""});
        bytes = response.serialise(head);
    }
    log_.info("request", {{"method", http::to_text(request->method())},
                          {"route", passage.route ? passage.route->pattern : std::string_view("-")},
                          {"status", response.status()},
                          {"ms", base::to_milliseconds(std::chrono::steady_clock::now() - started)},
                          {"db_ms", base::to_milliseconds(database_.spent())},
                          {"account", context.actor.account.value()},
                          {"client", request->client().text()}});
    log_.set_request("");
    return bytes;
}

}  // namespace portal
