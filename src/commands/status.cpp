// `gatehouse status`: what both pools are doing, read from their scoreboards in the runtime folder. Asks
// nobody: works while the database is down and while every worker is stuck. Exit code 69 when a pool does not
// run.
#include <fmt/format.h>

#include <array>

#include "app/folders.h"
#include "base/json.h"
#include "commands/command.h"
#include "fastcgi/scoreboard.h"

namespace commands {
namespace {

using fastcgi::PoolShown;
using fastcgi::WorkerShown;
using fastcgi::WorkerState;

constexpr std::array<std::string_view, 2> kPools{"gate", "house"};

std::optional<PoolShown> read_pool(const base::Configuration& config, std::string_view pool) {
    auto shown = fastcgi::read_scoreboard(app::scoreboard_file(config, pool));
    return shown && shown->alive ? shown : std::nullopt;
}

// "42s", "7m 5s", "3h 12m", "9d 4h".
std::string duration(double seconds) {
    const auto s = static_cast<std::int64_t>(seconds);
    if (s < 60) return fmt::format("{}s", s);
    if (s < 3600) return fmt::format("{}m {}s", s / 60, s % 60);
    if (s < 86400) return fmt::format("{}h {}m", s / 3600, s / 60 % 60);
    return fmt::format("{}d {}h", s / 86400, s / 3600 % 24);
}

// Routes come from our table, but the file could have been written by a broken-into worker: nothing that a
// terminal obeys.
std::string printable(std::string text) {
    for (char& byte : text)
        if (byte < ' ' || byte > '~') byte = '?';
    return text;
}

long in_state(const PoolShown& pool, WorkerState state) {
    return std::ranges::count(pool.workers, state, &WorkerShown::state);
}

void print_pool(std::string_view name, const PoolShown& pool) {
    fmt::print("{}: {} of {} workers busy, up {}, master {}\n", name, in_state(pool, WorkerState::busy),
               pool.places, duration(pool.age), pool.master);
    fmt::print("  {} requests, {} refused (4xx), {} failed (5xx), {} cut short, {} clients gone\n",
               pool.requests, pool.client_errors, pool.server_errors, pool.cut_requests, pool.clients_gone);
    fmt::print("  workers: {} started, {} retired, {} died, {} killed; {} reloads\n\n", pool.started,
               pool.retired, pool.died, pool.killed, pool.reloads);
    fmt::print("  {:>8}  {:<9} {:>9} {:>8} {:>9}  {}\n", "PID", "STATE", "REQUESTS", "MEMORY", "AGE", "NOW");
    for (const WorkerShown& worker : pool.workers) {
        std::string doing = worker.route.empty() ? "" : printable(worker.route);
        if (worker.state == WorkerState::busy) doing = fmt::format("{} ({:.1f}s)", doing, worker.request_age);
        fmt::print("  {:>8}  {:<9} {:>9} {:>6} M {:>9}  {}\n", worker.pid, to_text(worker.state),
                   worker.requests, worker.resident >> 20, duration(worker.age), doing);
    }
}

base::Json to_json(const WorkerShown& worker) {
    base::Json::Object all;  // filled one by one: g++ 12 warns wrongly at a long initialiser list of variants
    all.emplace("pid", worker.pid);
    all.emplace("state", to_text(worker.state));
    all.emplace("requests", worker.requests);
    all.emplace("resident_bytes", worker.resident);
    all.emplace("age_seconds", worker.age);
    all.emplace("request_seconds", worker.request_age);
    all.emplace("route", worker.route);
    return all;
}

base::Json to_json(const PoolShown& pool) {
    base::Json::Object all;
    all.emplace("master", pool.master);
    all.emplace("age_seconds", pool.age);
    all.emplace("places", pool.places);
    all.emplace("requests", pool.requests);
    all.emplace("client_errors", pool.client_errors);
    all.emplace("server_errors", pool.server_errors);
    all.emplace("cut_requests", pool.cut_requests);
    all.emplace("clients_gone", pool.clients_gone);
    all.emplace("workers_started", pool.started);
    all.emplace("workers_retired", pool.retired);
    all.emplace("workers_died", pool.died);
    all.emplace("workers_killed", pool.killed);
    all.emplace("reloads", pool.reloads);
    base::Json::Array workers;
    for (const WorkerShown& worker : pool.workers) workers.push_back(to_json(worker));
    all.emplace("workers", std::move(workers));
    return all;
}

int run(const Arguments& arguments) {
    const auto config = arguments.configuration();
    base::Json::Object all;
    bool all_run = true;
    for (const std::string_view name : kPools) {
        const auto pool = read_pool(config, name);
        all_run = all_run && pool.has_value();
        if (arguments.flag("--json"))
            all.emplace(name, pool ? to_json(*pool) : base::Json());
        else if (pool)
            print_pool(name, *pool);
        else
            fmt::print("{}: not running\n", name);
        if (!arguments.flag("--json") && name != kPools.back()) fmt::print("\n");
    }
    if (arguments.flag("--json")) fmt::print("{}\n", base::Json(std::move(all)).dump());
    return all_run ? kFine : kUnavailable;
}

}  // namespace

Command status() {
    return {"status", "what the workers of both pools are doing", {}, {json_option()}, run};
}

}  // namespace commands
