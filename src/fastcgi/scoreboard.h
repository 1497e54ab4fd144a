// What every worker of a pool is doing, in memory that master and workers share: a file
// <runtime>/<pool>.scoreboard, so that `gatehouse status` and the metrics read it without asking anybody.
// Each row has one writer (its worker; while there is none, the master). Guarantees: fields are atomic, a
// reader never waits and never disturbs; a route read in the instant of its change may mix two. Holds no
// secret and nothing about a person.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fastcgi {

enum class WorkerState : std::uint32_t { none, starting, idle, busy, retiring };
std::string_view to_text(WorkerState state);

// CLOCK_MONOTONIC in nanoseconds: the same for all processes of the host.
std::int64_t monotonic_ns();

struct alignas(64) WorkerRow {
    std::atomic<std::int32_t> pid;
    std::atomic<WorkerState> state;
    std::atomic<std::uint64_t> requests;
    std::atomic<std::int64_t> started;          // monotonic_ns() of the fork
    std::atomic<std::int64_t> request_started;  // monotonic_ns(); has meaning while busy
    std::atomic<std::uint64_t> resident;        // bytes, sampled now and then
    std::array<std::atomic<std::uint64_t>, 12> route;

    void clear(std::int64_t now);  // before a fork: starting, everything else empty
    void set_route(std::string_view text);
    std::string route_text() const;
};

// Since the master's first start; a reload keeps them.
struct alignas(64) PoolCounters {
    std::atomic<std::uint64_t> requests, client_errors, server_errors;  // all, 4xx, 5xx
    std::atomic<std::uint64_t> cut_requests, clients_gone;  // parameters cut by the peer; answer not taken
    std::atomic<std::uint64_t> started, retired, died, killed, reloads;  // workers; reloads of the master
};

class Scoreboard {
  public:
    static constexpr int kRows = 2048;

    // A new, empty file in place of any old one. Throws base::ConfigError (no folder, no room).
    static Scoreboard make(const std::string& file);
    // The file this very process made before it re-executed itself, as it is; nothing if it is another's or
    // has another layout (a new version of the program).
    static std::optional<Scoreboard> adopt(const std::string& file);
    ~Scoreboard();
    Scoreboard(Scoreboard&& other) noexcept : layout_(other.layout_) { other.layout_ = nullptr; }
    Scoreboard& operator=(Scoreboard&&) = delete;

    WorkerRow& row(int place);
    PoolCounters& counters();
    void set_places(int workers);  // how many workers there should be, for readers

  private:
    struct Layout;
    friend std::optional<struct PoolShown> read_scoreboard(const std::string& file);
    explicit Scoreboard(Layout* layout) : layout_(layout) {}
    Layout* layout_;
};

// A copy for people and metrics.
struct WorkerShown {
    std::int32_t pid;
    WorkerState state;
    std::uint64_t requests, resident;
    double age, request_age;  // seconds
    std::string route;
};
struct PoolShown {
    std::int32_t master;
    bool alive;  // the master still runs
    double age;  // seconds since its first start
    int places;  // workers there should be
    std::uint64_t requests, client_errors, server_errors, cut_requests, clients_gone;
    std::uint64_t started, retired, died, killed, reloads;
    std::vector<WorkerShown> workers;
};
// Nothing if there is no such file, or not one of this version.
std::optional<PoolShown> read_scoreboard(const std::string& file);

}  // namespace fastcgi
