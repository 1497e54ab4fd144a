// The loop of one worker, and all that is known of libfcgi here (with fcgx_source.cpp). Guarantees: no signal
// ever interrupts a read or a write (once it is up all stay blocked; a signalfd is looked at between
// requests, which a saturated worker does too); each connection wakes one worker, not all (EPOLLEXCLUSIVE);
// from before accept to the answer's end the row says busy, so that the master sees a peer that stalls. Never
// keeps a connection, whatever the peer asks.
#include "fastcgi/worker.h"

#include <fcgiapp.h>
#include <fcntl.h>
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "base/error.h"
#include "fastcgi/fcgx_source.h"
#include "fastcgi/politeness.h"

namespace fastcgi {

namespace {

static_assert(kLeave == SIGTERM && kEmptyQueue == SIGUSR2);

constexpr int kFailed = 70;  // EX_SOFTWARE
constexpr std::int64_t kSecondNs = 1'000'000'000;
// Bytes of free memory that stay with a worker: less than a page takes would be given back after each request
// and asked for again, zeroed, by the next.
constexpr int kKeptFree = 1 << 20;
constexpr std::uint64_t kSampleEvery = 64;  // requests between two looks at the memory
constexpr std::string_view kBroken =
    "Status: 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: "
    "no-store\r\n\r\n"
    "Something went wrong on our side. Please try again in a moment.\n";

enum class Told { nothing, leave, empty_queue };

class Worker {
  public:
    Worker(const ServerOptions& options, base::Log& log, const WorkerPlace& place, Service& service)
        : options_(options), log_(log), place_(place), row_(place.row), service_(service) {}
    int run();

  private:
    bool open_all();
    void loop();
    Told wait(bool& timed_out);
    bool take_one();  // false: nobody was waiting, or the worker cannot go on
    void answer();
    void count(std::string_view answer);
    void begin_work();
    void between_requests();
    void sample_memory();
    bool is_spent() const;

    const ServerOptions& options_;
    base::Log& log_;
    const WorkerPlace& place_;
    WorkerRow& row_;
    Service& service_;
    FCGX_Request request_{};
    const Note note_ = [this](std::string_view route) { row_.set_route(route); };
    int epoll_ = -1, signals_ = -1, statm_ = -1;
    std::int64_t now_ = 0, last_idle_ = 0, last_sample_ = 0;
    bool failed_ = false;
};

int Worker::run() {
    if (!open_all()) return kFailed;
    last_idle_ = now_ = monotonic_ns();
    sample_memory();
    row_.state = WorkerState::idle;
    const std::uint64_t one = 1;
    if (write(place_.ready, &one, sizeof(one)) < 0)
        log_.warning("worker.ready_unheard", {{"error", strerror(errno)}});
    loop();
    row_.state = WorkerState::retiring;
    FCGX_Free(&request_, 1);
    return failed_ ? kFailed : 0;
}

bool Worker::open_all() {
    // Peers that connect and say nothing, or do not close after the answer, hold a worker 0.5 s instead of 2
    // s.
    setenv("LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT", "500", 0);
    setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "500", 0);
    if (FCGX_Init() != 0 || FCGX_InitRequest(&request_, place_.listener, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        return false;
    for (const int signal : {SIGPIPE, SIGINT, SIGHUP})
        std::signal(signal, SIG_IGN);  // a vanished client is an errno
    sigset_t told;
    sigemptyset(&told);
    sigaddset(&told, kLeave);
    sigaddset(&told, kEmptyQueue);
    sigprocmask(SIG_BLOCK, &told, nullptr);
    signals_ = signalfd(-1, &told, SFD_CLOEXEC | SFD_NONBLOCK);
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    statm_ = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    epoll_event connections{}, signals{};
    connections.events = EPOLLIN | EPOLLEXCLUSIVE;
    connections.data.fd = place_.listener;
    signals.events = EPOLLIN;
    signals.data.fd = signals_;
    if (signals_ >= 0 && epoll_ >= 0 &&
        epoll_ctl(epoll_, EPOLL_CTL_ADD, place_.listener, &connections) == 0 &&
        epoll_ctl(epoll_, EPOLL_CTL_ADD, signals_, &signals) == 0)
        return true;
    log_.error("worker.cannot_start", {{"error", strerror(errno)}});
    return false;
}

void Worker::loop() {
    while (!failed_) {
        bool timed_out = false;
        const Told told = wait(timed_out);
        // Told to go: one more try, for the connection this worker may have been woken for. Timed out: one
        // too, for a connection whose worker was killed between being woken and taking it.
        bool took = take_one();
        if (told == Told::empty_queue)
            while (took && !failed_) took = take_one();
        if (told != Told::nothing) return;
        if (is_spent()) return;
        if (timed_out || took) between_requests();
    }
}

Told Worker::wait(bool& timed_out) {
    epoll_event events[2];
    const int count = epoll_wait(epoll_, events, 2, 1000);
    timed_out = count == 0;
    Told told = Told::nothing;
    for (int i = 0; i < count; ++i) {
        signalfd_siginfo signal;
        if (events[i].data.fd != signals_) continue;
        while (read(signals_, &signal, sizeof(signal)) == sizeof(signal))
            if (told != Told::empty_queue)
                told = static_cast<int>(signal.ssi_signo) == kEmptyQueue ? Told::empty_queue : Told::leave;
    }
    return told;
}

void Worker::begin_work() {
    row_.request_started.store(now_ = monotonic_ns(), std::memory_order_relaxed);
    row_.state.store(WorkerState::busy, std::memory_order_release);
}

bool Worker::take_one() {
    row_.set_route("");
    begin_work();
    const int accepted = FCGX_Accept_r(&request_);
    if (accepted == 0) answer();
    row_.state.store(WorkerState::idle, std::memory_order_release);
    if (accepted == 0) return true;
    // The peer may also have gone before its turn (ECONNABORTED) or spoken nonsense; neither is the worker's
    // trouble.
    if (accepted == -EBADF || accepted == -EINVAL || accepted == -ENOTSOCK || accepted == -EMFILE ||
        accepted == -ENFILE || accepted == -ENOMEM) {
        log_.error("worker.accept_failed", {{"error", strerror(-accepted)}});
        failed_ = true;
    }
    return false;
}

void Worker::answer() {
    FcgxSource source(request_);
    bool delivered = false;
    if (!source.is_whole()) {
        place_.counters.cut_requests.fetch_add(1, std::memory_order_relaxed);
    } else {
        std::string text;
        try {
            text = service_.answer(source, note_);
        } catch (const std::exception& error) {
            log_.error("worker.exception", {{"error", error.what()}, {"route", row_.route_text()}});
            text = kBroken;
        } catch (...) {
            log_.error("worker.exception", {{"error", "of unknown type"}, {"route", row_.route_text()}});
            text = kBroken;
        }
        count(text);
        delivered = text.size() <= INT32_MAX &&
                    FCGX_PutStr(text.data(), static_cast<int>(text.size()), request_.out) >= 0;
        FCGX_FClose(request_.err);
        delivered = FCGX_FClose(request_.out) == 0 && delivered;
        if (!delivered) place_.counters.clients_gone.fetch_add(1, std::memory_order_relaxed);
    }
    request_.keepConnection = 0;
    if (source.is_read_out()) FCGX_Detach(&request_);  // else the worker sleeps until the peer has closed
    FCGX_Finish_r(&request_);
}

void Worker::count(std::string_view answer) {
    constexpr std::string_view kStatus = "Status: ";
    PoolCounters& counters = place_.counters;
    row_.requests.fetch_add(1, std::memory_order_relaxed);
    counters.requests.fetch_add(1, std::memory_order_relaxed);
    const char kind =
        answer.starts_with(kStatus) && answer.size() > kStatus.size() ? answer[kStatus.size()] : '2';
    if (kind == '4') counters.client_errors.fetch_add(1, std::memory_order_relaxed);
    if (kind == '5') counters.server_errors.fetch_add(1, std::memory_order_relaxed);
}

void Worker::between_requests() {
    now_ = monotonic_ns();
    if (row_.requests.load(std::memory_order_relaxed) % kSampleEvery == 0 || now_ - last_sample_ >= kSecondNs)
        sample_memory();
    if (now_ - last_idle_ < kSecondNs) return;
    row_.set_route("(between requests)");
    begin_work();
    try {
        service_.idle();
    } catch (const std::exception& error) {
        log_.error("worker.idle_exception", {{"error", error.what()}});
    }
    last_idle_ = monotonic_ns();
    row_.state.store(WorkerState::idle, std::memory_order_release);
}

void Worker::sample_memory() {
    static const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    char text[128] = {};
    last_sample_ = now_;
    if (statm_ < 0 || pread(statm_, text, sizeof(text) - 1, 0) <= 0) return;
    unsigned long long total = 0, resident = 0;
    if (sscanf(text, "%llu %llu", &total, &resident) == 2)
        row_.resident.store(resident * page, std::memory_order_relaxed);
}

bool Worker::is_spent() const {
    const std::uint64_t requests = row_.requests.load(std::memory_order_relaxed);
    return (options_.requests_per_worker > 0 && requests >= options_.requests_per_worker) ||
           (options_.memory_per_worker > 0 && requests > 0 &&
            row_.resident.load(std::memory_order_relaxed) > options_.memory_per_worker);
}

// Until it is up, a worker has nothing to finish: told to leave, it ends there and then, whatever its service
// waits for. open_all() blocks the signal again.
void leave_at_once_when_told() {
    sigset_t leave;
    sigemptyset(&leave);
    sigaddset(&leave, kLeave);
    std::signal(kLeave, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &leave, nullptr);
}

}  // namespace

int run_worker(const ServerOptions& options, base::Log& log, const WorkerPlace& place,
               const std::function<std::unique_ptr<Service>()>& make_service) {
    prctl(PR_SET_PDEATHSIG, kLeave);
    if (getppid() != place.master) return 0;  // the master died before the line above
    lower_priority(options.nice, log);
    mallopt(M_TRIM_THRESHOLD, kKeptFree);
    leave_at_once_when_told();
    try {
        const auto service = make_service();
        return Worker(options, log, place, *service).run();
    } catch (const std::exception& error) {
        log.error("worker.cannot_start", {{"error", error.what()}});
        return kFailed;
    }
}

}  // namespace fastcgi
