// The scoreboard's file: a header with magic, version and sizes (so that another version of the program never
// misreads it), the pool's counters, 2048 rows. The room is reserved at once: a full disk is an error at the
// start, never a SIGBUS later.
#include "fastcgi/scoreboard.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>

#include "base/error.h"

namespace fastcgi {

namespace {

constexpr std::uint64_t kMagic = 0x31'45'52'4f'43'53'48'47;  // "GHSCORE1"
constexpr std::uint32_t kVersion = 1;

}  // namespace

struct Scoreboard::Layout {
    std::uint64_t magic;
    std::uint32_t version, size;
    std::int32_t master;
    std::atomic<std::int32_t> places;
    std::int64_t started;
    PoolCounters counters;
    std::array<WorkerRow, kRows> rows;
};

namespace {

constexpr double kSecond = 1e9;

[[noreturn]] void fail(const std::string& file, const char* what, int error) {
    throw base::ConfigError("cannot " + std::string(what) + " the scoreboard " + file + ": " +
                            strerror(error) + " (setting: server.runtime_folder)");
}

// The mapped file, or nullptr if it is not a scoreboard of this size.
void* map_file(const std::string& file, size_t size, bool writable) {
    const int fd = open(file.c_str(), (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return nullptr;
    struct stat status {};
    void* memory = MAP_FAILED;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && static_cast<size_t>(status.st_size) == size)
        memory = mmap(nullptr, size, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    return memory == MAP_FAILED ? nullptr : memory;
}

}  // namespace

std::string_view to_text(WorkerState state) {
    switch (state) {
        case WorkerState::none: return "none";
        case WorkerState::starting: return "starting";
        case WorkerState::idle: return "idle";
        case WorkerState::busy: return "busy";
        case WorkerState::retiring: return "retiring";
    }
    return "unknown";
}

std::int64_t monotonic_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

void WorkerRow::clear(std::int64_t now) {
    pid = 0;
    requests = 0;
    resident = 0;
    started = now;
    request_started = now;
    set_route("");
    state = WorkerState::starting;
}

void WorkerRow::set_route(std::string_view text) {
    char bytes[sizeof(route)] = {};
    memcpy(bytes, text.data(), std::min(text.size(), sizeof(bytes) - 1));
    for (size_t i = 0; i < route.size(); ++i) {
        std::uint64_t word;
        memcpy(&word, bytes + i * sizeof(word), sizeof(word));
        route[i].store(word, std::memory_order_relaxed);
    }
}

std::string WorkerRow::route_text() const {
    char bytes[sizeof(route) + 1] = {};
    for (size_t i = 0; i < route.size(); ++i) {
        const std::uint64_t word = route[i].load(std::memory_order_relaxed);
        memcpy(bytes + i * sizeof(word), &word, sizeof(word));
    }
    return bytes;
}

Scoreboard Scoreboard::make(const std::string& file) {
    const std::string fresh = file + ".new";
    unlink(fresh.c_str());
    const int fd = open(fresh.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) fail(file, "make", errno);
    fchmod(fd, 0644);  // whatever the umask: the house shows the figures of both pools
    const int full = posix_fallocate(fd, 0, sizeof(Layout));
    void* memory =
        full == 0 ? mmap(nullptr, sizeof(Layout), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    const int error = full != 0 ? full : errno;
    close(fd);
    if (memory == MAP_FAILED) {
        unlink(fresh.c_str());
        fail(file, "reserve room for", error);
    }
    auto* layout = new (memory) Layout{};
    layout->magic = kMagic;
    layout->version = kVersion;
    layout->size = sizeof(Layout);
    layout->master = getpid();
    layout->started = monotonic_ns();
    if (rename(fresh.c_str(), file.c_str()) != 0) fail(file, "put in place", errno);
    return Scoreboard(layout);
}

std::optional<Scoreboard> Scoreboard::adopt(const std::string& file) {
    void* memory = map_file(file, sizeof(Layout), true);
    if (memory == nullptr) return std::nullopt;
    auto* layout = static_cast<Layout*>(memory);
    if (layout->magic != kMagic || layout->version != kVersion || layout->size != sizeof(Layout) ||
        layout->master != getpid()) {
        munmap(memory, sizeof(Layout));
        return std::nullopt;
    }
    return Scoreboard(layout);
}

Scoreboard::~Scoreboard() {
    if (layout_ != nullptr) munmap(layout_, sizeof(Layout));
}

WorkerRow& Scoreboard::row(int place) {
    return layout_->rows.at(static_cast<size_t>(place));
}
PoolCounters& Scoreboard::counters() {
    return layout_->counters;
}
void Scoreboard::set_places(int workers) {
    layout_->places = workers;
}

std::optional<PoolShown> read_scoreboard(const std::string& file) {
    using Layout = Scoreboard::Layout;
    void* memory = map_file(file, sizeof(Layout), false);
    if (memory == nullptr) return std::nullopt;
    const auto& layout = *static_cast<const Layout*>(memory);
    std::optional<PoolShown> shown;
    if (layout.magic == kMagic && layout.version == kVersion && layout.size == sizeof(Layout)) {
        const std::int64_t now = monotonic_ns();
        const auto seconds_since = [now](std::int64_t then) {
            return static_cast<double>(now - then) / kSecond;
        };
        const PoolCounters& c = layout.counters;
        shown.emplace(PoolShown{layout.master,
                                kill(layout.master, 0) == 0 || errno == EPERM,
                                seconds_since(layout.started),
                                layout.places,
                                c.requests,
                                c.client_errors,
                                c.server_errors,
                                c.cut_requests,
                                c.clients_gone,
                                c.started,
                                c.retired,
                                c.died,
                                c.killed,
                                c.reloads,
                                {}});
        for (const WorkerRow& row : layout.rows) {
            const WorkerState state = row.state;
            if (state == WorkerState::none) continue;
            const bool working = state == WorkerState::busy;
            shown->workers.push_back({row.pid, state, row.requests, row.resident, seconds_since(row.started),
                                      working ? seconds_since(row.request_started) : 0,
                                      working ? row.route_text() : std::string()});
        }
    }
    munmap(memory, sizeof(Layout));
    return shown;
}

}  // namespace fastcgi
