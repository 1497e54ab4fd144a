// Policy of a pool: how many workers there are, when one is started and buried; how the pool stops and
// reloads. How long one may take is patience.cpp's. Guarantees: every decision is made in the loop below,
// never in a signal handler (there is none: a signalfd); it sleeps until a signal, a worker's word or the
// next moment something is due. A reload never takes the old workers away before the new ones can work. Never
// touches a request.
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/error.h"
#include "fastcgi/backoff.h"
#include "fastcgi/crew.h"
#include "fastcgi/listener.h"
#include "fastcgi/notify.h"
#include "fastcgi/patience.h"
#include "fastcgi/server.h"
#include "fastcgi/trial.h"
#include "fastcgi/worker.h"

namespace fastcgi {

namespace {

using Ns = std::int64_t;
constexpr Ns kSecondNs = 1'000'000'000;
constexpr int kMostWorkers = Scoreboard::kRows / 2;  // a reload needs twice as many for a moment

std::int64_t in_ms(Ns time) {
    return time / 1'000'000;
}

class Master {
  public:
    Master(const ServerOptions& options, base::Log& log,
           const std::function<std::unique_ptr<Service>()>& make_service,
           const std::function<std::string()>& check, char** argv);
    ~Master();
    int run();

  private:
    void block_signals();
    void open_scoreboard(const Handover& handover);
    void take_signals();
    void bury();
    void bury_one(const Ended& ended);
    void replace();
    void announce();
    void ping_watchdog();
    void stop();
    void reload();
    Ns next_due();
    void wait_until(Ns due);

    const ServerOptions& options_;
    base::Log& log_;
    const std::function<std::unique_ptr<Service>()>& make_service_;
    const std::function<std::string()>& check_;
    char** argv_;

    Handover handover_;
    Listener listener_;
    std::optional<Scoreboard> board_;
    std::optional<Crew> crew_;
    std::optional<Patience> patience_;
    Backoff backoff_;
    int signals_ = -1, ready_ = -1;
    bool stopping_ = false, announced_ = false;
    std::optional<std::chrono::nanoseconds> watchdog_;
    Ns next_ping_ = 0;
    Ns now_ = monotonic_ns();
};

Master::Master(const ServerOptions& options, base::Log& log,
               const std::function<std::unique_ptr<Service>()>& make_service,
               const std::function<std::string()>& check, char** argv)
    : options_(options),
      log_(log),
      make_service_(make_service),
      check_(check),
      argv_(argv),
      handover_(take_handover()),
      listener_(options.socket, options.backlog, handover_.listener, handover_.listener_is_own),
      watchdog_(watchdog_interval()) {
    if (options.workers < 1 || options.workers > kMostWorkers)
        throw base::ConfigError(
            fmt::format("{}.workers must be 1 to {}, not {}", options.pool, kMostWorkers, options.workers));
    block_signals();
    open_scoreboard(handover_);
    ready_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (signals_ < 0 || ready_ < 0)
        throw base::ConfigError(std::string("cannot watch signals: ") + strerror(errno));
}

Master::~Master() {
    close(signals_);
    close(ready_);
}

int Master::run() {
    log_.info("master.start", {{"pool", options_.pool},
                               {"workers", options_.workers},
                               {"socket", listener_.is_own() ? options_.socket : "inherited"},
                               {"old_workers", static_cast<std::uint64_t>(handover_.workers.size())}});
    while (true) {
        now_ = monotonic_ns();
        take_signals();
        bury();  // after the signals: a death whose signal was just read must not wait for the next
        if (stopping_ && crew_->members().empty()) break;
        if (!stopping_) {
            replace();
            announce();
        }
        patience_->kill_overdue(now_);
        ping_watchdog();
        wait_until(next_due());
    }
    log_.info("master.stop", {{"pool", options_.pool}});
    return 0;
}

// Inherited by the workers, which keep them blocked once they are up: no read of theirs is cut short.
void Master::block_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&set, signal);
    signals_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGCHLD, SIG_DFL);  // an inherited "ignore" would take the dead away from us
}

void Master::open_scoreboard(const Handover& handover) {
    const std::string file = options_.runtime_folder + "/" + options_.pool + ".scoreboard";
    const bool reloaded = handover.listener >= 0;
    auto kept = reloaded ? Scoreboard::adopt(file) : std::nullopt;
    const bool rows_known = kept.has_value();
    board_.emplace(rows_known ? std::move(*kept) : Scoreboard::make(file));
    board_->set_places(options_.workers);
    if (reloaded) board_->counters().reloads += 1;
    crew_.emplace(*board_);
    crew_->adopt(handover.workers, rows_known, now_);
    patience_.emplace(options_, log_, *crew_, board_->counters());
}

void Master::take_signals() {
    bool reload_wanted = false;
    signalfd_siginfo signal;
    while (read(signals_, &signal, sizeof(signal)) == sizeof(signal)) {
        if (signal.ssi_signo == SIGHUP) reload_wanted = true;
        if ((signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) && !stopping_) stop();
    }
    if (reload_wanted && !stopping_) reload();
}

void Master::bury() {
    for (const Ended& ended : crew_->collect()) bury_one(ended);
}

void Master::bury_one(const Ended& ended) {
    const Member& member = ended.member;
    const bool left = WIFEXITED(ended.status) && WEXITSTATUS(ended.status) == 0;
    if (member.killed) return;  // said when it was done
    const bool left_starting = WIFSIGNALED(ended.status) && WTERMSIG(ended.status) == kLeave;
    if (member.told && (left || left_starting))
        return log_.debug("worker.left", {{"pid", member.pid}, {"requests", ended.requests}});
    if (left && ended.state == WorkerState::retiring) {
        board_->counters().retired += 1;
        return log_.info("worker.retired", {{"pid", member.pid}, {"requests", ended.requests}});
    }
    board_->counters().died += 1;
    const Ns age = now_ - member.born;
    log_.warning("worker.died",
                 {{"pid", member.pid},
                  {WIFSIGNALED(ended.status) ? "signal" : "status",
                   WIFSIGNALED(ended.status) ? WTERMSIG(ended.status) : WEXITSTATUS(ended.status)},
                  {"age_ms", in_ms(age)},
                  {"requests", ended.requests},
                  {"route", ended.state == WorkerState::busy ? ended.route : ""}});
    if (!member.old && !member.told && backoff_.died(now_, age))
        log_.warning("workers.die_young",
                     {{"pool", options_.pool}, {"next_start_ms", in_ms(backoff_.wait())}});
}

void Master::replace() {
    while (crew_->count_new() < options_.workers && now_ >= backoff_.until()) {
        const pid_t master = getpid();
        const bool started = crew_->start(now_, [&](WorkerRow& row) {
            const WorkerPlace place{listener_.fd(), row, board_->counters(), master, ready_};
            close(signals_);
            return run_worker(options_, log_, place, make_service_);
        });
        if (!started) {
            log_.error("worker.no_process",
                       {{"error", strerror(errno)}, {"setting", options_.pool + ".workers, TasksMax="}});
            return backoff_.hold(now_, kSecondNs);
        }
        board_->counters().started += 1;
    }
}

// Once all workers can take requests: systemd hears it, and those from before a reload are told to go.
void Master::announce() {
    if (announced_) return;
    int up = 0;
    for (const Member& member : crew_->members()) {
        const WorkerState state = crew_->state(member);
        if (!member.old && (state == WorkerState::idle || state == WorkerState::busy)) ++up;
    }
    if (up < options_.workers) return;
    announced_ = true;
    for (Member& member : crew_->members())
        if (member.old) crew_->tell(member, kLeave, patience_->leave_by(now_));
    log_.info("master.ready", {{"pool", options_.pool}, {"workers", up}});
    notify(fmt::format("READY=1\nSTATUS={} workers", up));
}

// Tied to the workers: systemd hears from us only while one of them gets on with its work.
void Master::ping_watchdog() {
    if (!watchdog_ || now_ < next_ping_) return;
    next_ping_ = now_ + watchdog_->count();
    if (stopping_ || patience_->any_gets_on(now_)) notify("WATCHDOG=1");
}

void Master::stop() {
    stopping_ = true;
    log_.info("master.stopping", {{"pool", options_.pool}, {"workers", crew_->count_new()}});
    notify("STOPPING=1");
    listener_.withdraw();
    // Our own queue dies with us: who waits in it is answered, by those who are up. systemd's outlives us.
    for (Member& member : crew_->members()) {
        const bool up = crew_->state(member) != WorkerState::starting;
        crew_->tell(member, up && listener_.is_own() ? kEmptyQueue : kLeave, patience_->leave_by(now_));
    }
}

void Master::reload() {
    log_.info("master.reload", {{"pool", options_.pool}});
    const std::string complaint = try_apart(check_, options_.deadline);
    if (!complaint.empty()) return log_.error("master.reload_refused", {{"reason", complaint}});
    notify("RELOADING=1");
    leave_handover({listener_.fd(), listener_.is_own(), crew_->to_hand_over()});
    listener_.keep_on_exec(true);
    execvp(argv_[0], argv_);
    const int error = errno;
    listener_.keep_on_exec(false);
    drop_handover();
    log_.error("master.reload_failed", {{"program", argv_[0]}, {"error", strerror(error)}});
    notify("READY=1");
}

Ns Master::next_due() {
    Ns due = patience_->next_due(now_);
    if (!stopping_ && crew_->count_new() < options_.workers) due = std::min(due, backoff_.until());
    if (watchdog_) due = std::min(due, next_ping_);
    return due;
}

void Master::wait_until(Ns due) {
    pollfd watched[] = {{signals_, POLLIN, 0}, {ready_, POLLIN, 0}};
    const Ns left = std::max<Ns>(due - monotonic_ns(), 0);
    const timespec time{left / kSecondNs, left % kSecondNs};
    ppoll(watched, 2, due == Patience::kNever ? nullptr : &time, nullptr);
    std::uint64_t words = 0;
    if (read(ready_, &words, sizeof(words)) < 0 && errno != EAGAIN) log_.debug("master.eventfd", {});
}

}  // namespace

int serve(const ServerOptions& options, base::Log& log,
          const std::function<std::unique_ptr<Service>()>& make_service,
          const std::function<std::string()>& check, char** argv) {
    return Master(options, log, make_service, check, argv).run();
}

}  // namespace fastcgi
