// One metric after the other, each with a line for each pool that runs: what the text format demands.
#include "commands/pool_figures.h"

#include "app/folders.h"

#include <array>

#include "fastcgi/scoreboard.h"

namespace commands {
namespace {

using fastcgi::PoolShown;
using fastcgi::WorkerState;

struct Pool {
    std::string_view name;
    std::optional<PoolShown> shown;  // nothing: it does not run
};
using Pools = std::array<Pool, 2>;

struct Counter {
    std::string_view name, help;
    std::uint64_t PoolShown::*value;
};
constexpr Counter kCounters[] = {
    {"requests", "Requests answered.", &PoolShown::requests},
    {"client_errors", "Answers with a status of 400 to 499.", &PoolShown::client_errors},
    {"server_errors", "Answers with a status of 500 to 599.", &PoolShown::server_errors},
    {"requests_cut", "Requests whose parameters were cut short.", &PoolShown::cut_requests},
    {"clients_gone", "Answers that nobody took.", &PoolShown::clients_gone},
    {"workers_started", "Workers started.", &PoolShown::started},
    {"workers_retired", "Workers replaced after their share of requests or memory.", &PoolShown::retired},
    {"workers_died", "Workers that ended by themselves.", &PoolShown::died},
    {"workers_killed", "Workers killed because a request took too long.", &PoolShown::killed},
    {"reloads", "Reloads of the master.", &PoolShown::reloads},
};
constexpr WorkerState kStates[] = {WorkerState::starting, WorkerState::idle, WorkerState::busy,
                                   WorkerState::retiring};

void begin(std::string& text, std::string_view name, std::string_view type, std::string_view help) {
    text += fmt::format("# HELP gatehouse_{0} {2}\n# TYPE gatehouse_{0} {1}\n", name, type, help);
}

void add_up(std::string& text, const Pools& pools) {
    begin(text, "pool_up", "gauge", "Whether the pool runs.");
    for (const auto& pool : pools)
        text += fmt::format("gatehouse_pool_up{{pool=\"{}\"}} {}\n", pool.name, pool.shown ? 1 : 0);
}

void add_counters(std::string& text, const Pools& pools) {
    for (const auto& counter : kCounters) {
        begin(text, fmt::format("{}_total", counter.name), "counter", counter.help);
        for (const auto& pool : pools)
            if (pool.shown)
                text += fmt::format("gatehouse_{}_total{{pool=\"{}\"}} {}\n", counter.name, pool.name,
                                    (*pool.shown).*counter.value);
    }
}

void add_workers(std::string& text, const Pools& pools) {
    begin(text, "workers", "gauge", "Workers by what they do.");
    for (const auto& pool : pools) {
        if (!pool.shown) continue;
        for (const auto state : kStates)
            text +=
                fmt::format("gatehouse_workers{{pool=\"{}\",state=\"{}\"}} {}\n", pool.name, to_text(state),
                            std::ranges::count(pool.shown->workers, state, &fastcgi::WorkerShown::state));
    }
    begin(text, "workers_wanted", "gauge", "Workers there should be.");
    for (const auto& pool : pools)
        if (pool.shown)
            text +=
                fmt::format("gatehouse_workers_wanted{{pool=\"{}\"}} {}\n", pool.name, pool.shown->places);
    begin(text, "workers_resident_bytes", "gauge", "Resident memory of all workers, sampled now and then.");
    for (const auto& pool : pools) {
        if (!pool.shown) continue;
        std::uint64_t bytes = 0;
        for (const auto& worker : pool.shown->workers) bytes += worker.resident;
        text += fmt::format("gatehouse_workers_resident_bytes{{pool=\"{}\"}} {}\n", pool.name, bytes);
    }
}

Pool read_pool(const base::Configuration& config, std::string_view name) {
    auto shown = fastcgi::read_scoreboard(app::scoreboard_file(config, name));
    if (shown && !shown->alive) shown.reset();
    return {name, std::move(shown)};
}

}  // namespace

std::string pool_figures(const base::Configuration& config) {
    const Pools pools{read_pool(config, "gate"), read_pool(config, "house")};
    std::string text;
    add_up(text, pools);
    add_counters(text, pools);
    add_workers(text, pools);
    return text;
}

}  // namespace commands
