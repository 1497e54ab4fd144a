#include "courier/courier.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

#include "base/error.h"
#include "courier/asked_store.h"
#include "courier/housekeeping.h"
#include "courier/letter.h"
#include "courier/report_store.h"
#include "crypto/random.h"
#include "database/transaction.h"

namespace courier {

namespace {

constexpr int kExpireAtOnce = 500;
constexpr int kReportsAtOnce = 500;
// A delivery's own deadline and a little for the database.
constexpr std::chrono::seconds kSpare{5};

std::vector<Senders::Transports> make_sets(const Bench& bench) {
    std::vector<Senders::Transports> sets(static_cast<size_t>(bench.config.integer("courier.connections")));
    for (auto& set : sets)
        for (const auto& name : bench.config.list("mail.transports"))
            set.push_back(providers::make_mail_transport(name, bench.config, bench.log));
    return sets;
}

std::vector<Pace> make_paces(const base::Configuration& config) {
    std::vector<Pace> paces;
    for (const auto& name : config.list("mail.transports"))
        paces.push_back(name == "folder" ? Pace{}
                                         : Pace{.at_once = config.integer(name + ".connections"),
                                                .per_second = config.integer(name + ".per_second")});
    return paces;
}

// How long the slowest of the transports in use may take for one mail.
std::chrono::milliseconds longest_delivery(const base::Configuration& config) {
    std::chrono::milliseconds longest{0};
    for (const auto& name : config.list("mail.transports")) {
        if (name == "smtp")
            longest = std::max<std::chrono::milliseconds>(longest, config.seconds("smtp.timeout"));
        if (name == "brevo" || name == "mailgun")
            longest = std::max(longest, config.milliseconds(name + ".deadline"));
    }
    return longest;
}

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

class SignalFd {
  public:
    SignalFd() {
        const auto signals = stop_signals();
        fd_ = ::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
        if (fd_ < 0) throw base::Error("no signalfd");
    }
    ~SignalFd() { ::close(fd_); }
    SignalFd(const SignalFd&) = delete;
    SignalFd& operator=(const SignalFd&) = delete;
    int get() const { return fd_; }

  private:
    int fd_;
};

}  // namespace

void block_signals() {
    const auto signals = stop_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

Courier::Courier(Bench bench)
    : bench_(std::move(bench)),
      senders_(make_sets(bench_), make_paces(bench_.config), bench_.clock,
               std::chrono::ceil<std::chrono::seconds>(longest_delivery(bench_.config)) + kSpare,
               bench_.config.seconds("courier.give_up_after")),
      ways_(bench_.database, bench_.log, senders_.order(),
            static_cast<std::uint64_t>(bench_.config.integer("providers.failures"))) {}

void Courier::run() {
    const SignalFd signals;
    bench_.database.ready();
    bench_.log.info("courier.ready", {{"connections", bench_.config.integer("courier.connections")},
                                      {"first", senders_.order().front()}});
    bench_.notify("READY=1");
    for (;;) {
        const bool busy = round();
        bench_.notify("WATCHDOG=1");
        pollfd waits[] = {{signals.get(), POLLIN, 0}, {senders_.wake_fd(), POLLIN, 0}};
        const auto wait = busy ? std::chrono::milliseconds(0) : bench_.config.milliseconds("courier.poll");
        ::poll(waits, 2, static_cast<int>(wait.count()));
        if (waits[0].revents != 0) break;
    }
    stop();
}

bool Courier::round() {
    try {
        bench_.database.ready();
        note_finished();
        const bool took = notes_.empty() && take_some();
        sweep_sometimes();
        return took;
    } catch (const base::DatabaseError& error) {
        bench_.log.warning("courier.database", {{"code", error.code}, {"error", error.what()}});
        return false;
    }
}

// Looks at the outbox when it is time to, or at once while there is more than was taken last time; never
// takes more than the senders can begin soon.
bool Courier::take_some() {
    const auto now = bench_.clock.now();
    if (!more_ && now < next_look_) return false;
    if (senders_.waiting() >= static_cast<size_t>(bench_.config.integer("courier.connections"))) return false;
    if (now >= next_look_) {
        next_look_ = now + bench_.config.milliseconds("courier.poll");
        if (const auto count = settle_asked(bench_.database, now, kExpireAtOnce))
            bench_.log.info("mail.asked", {{"count", count}});
        next_report_ = settle_reports(bench_.database, bench_.log, now, next_report_, kReportsAtOnce);
        if (const auto count = expire(bench_.database, now, kExpireAtOnce))
            bench_.log.info("mail.expired", {{"count", count}});
        if (const auto count = reclaim(bench_.database, now, kExpireAtOnce))
            bench_.log.warning("mail.reclaimed", {{"count", count}});
    }
    look_at_providers();
    const auto first = ways_.first();
    more_ = false;
    if (first.empty()) return false;  // whoever waits keeps waiting, untouched
    const auto batch = ways_.free() ? static_cast<int>(bench_.config.integer("courier.batch")) : 1;
    auto mails = take(bench_.database, now, now + bench_.config.seconds("courier.lease"),
                      crypto::random_token(), first, batch);
    more_ = mails.size() == static_cast<size_t>(batch);
    lead_all(std::move(mails));
    return more_;
}

void Courier::look_at_providers() {
    const auto now = bench_.clock.now();
    ways_.look(now);
    for (const auto& name : senders_.order()) senders_.hold(name, ways_.held_until(name, now));
    lead_all(senders_.held());
}

void Courier::lead_all(std::vector<Taken> mails) {
    std::vector<Taken> led;
    try {
        lead_each(mails, led);
        led = lead(bench_.database, led);
    } catch (const base::DatabaseError&) {
        // Nobody tried them: they go back as they came, not as mails that somebody may have.
        for (const auto* left : {&mails, &led})
            for (const auto& mail : *left) notes_.push_back(unbegun(mail));
        throw;
    }
    for (auto& mail : led) prepare(std::move(mail));
}

// Takes from the end of `mails` what it has found a place for; `led` are those for another provider.
void Courier::lead_each(std::vector<Taken>& mails, std::vector<Taken>& led) {
    const auto now = bench_.clock.now();
    std::ranges::reverse(mails);
    for (; !mails.empty(); mails.pop_back()) {
        auto& mail = mails.back();
        const bool known = std::ranges::find(senders_.order(), mail.provider) != senders_.order().end();
        // One that the configuration names no longer: Senders says so.
        const auto way = known ? ways_.way_of(mail, now) : Ways::Way{mail.provider, {}};
        if (way.provider.empty()) {
            notes_.push_back({.id = mail.id,
                              .lease = mail.lease,
                              .what = Note::What::waits,
                              .provider = {},
                              .provider_id = {},
                              .answer = mail.provider + ": left alone for now; the mail waits",
                              .next_try = now + way.wait});
        } else if (way.provider == mail.provider) {
            prepare(std::move(mail));
        } else {
            mail.provider = way.provider;
            led.push_back(std::move(mail));
        }
    }
}

void Courier::prepare(Taken mail) {
    if (!mail.bounced.empty()) {
        bench_.log.info("mail.withheld", {{"kind", mail.kind}, {"tag", mail.tag}, {"cause", mail.bounced}});
        notes_.push_back({.id = mail.id,
                          .lease = mail.lease,
                          .what = Note::What::withheld,
                          .provider = "",
                          .provider_id = {},
                          .answer = mail.bounced == "complained"
                                        ? "not sent: earlier mail to this address was reported as spam"
                                        : "not sent: earlier mail to this address bounced"});
        return;
    }
    try {
        auto letter = write_letter(mail, bench_.keys, bench_.config);
        senders_.send({std::move(mail), std::move(letter)});
    } catch (const base::Error& error) {
        bench_.log.error("mail.unreadable",
                         {{"kind", mail.kind}, {"tag", mail.tag}, {"error", error.what()}});
        notes_.push_back({.id = mail.id,
                          .lease = mail.lease,
                          .what = Note::What::dead,
                          .provider = mail.provider,
                          .provider_id = {},
                          .answer = "could not be written: see the log"});
    }
}

// What finished while the last notes were committed is noted together: one COMMIT for many under load, at
// once when there is little. The calls are counted first: they were made, whatever becomes of the notes.
void Courier::note_finished() {
    for (auto& done : senders_.finished()) {
        tell(done);
        ways_.hear(done);
        notes_.push_back(std::move(done.note));
    }
    const bool worse = ways_.write(bench_.clock.now());
    if (!notes_.empty()) {
        if (const int lost = note(bench_.database, notes_, bench_.clock.now()))
            bench_.log.warning("mail.lease_lost", {{"count", lost}});
        notes_.clear();
    }
    if (worse) look_at_providers();
}

void Courier::tell(const Done& done) {
    const auto level = done.note.what == Note::What::dead      ? base::Level::error
                       : done.note.what == Note::What::again   ? base::Level::warning
                       : done.note.what == Note::What::unbegun ? base::Level::debug
                                                               : base::Level::info;
    const auto event = done.note.what == Note::What::dead      ? "mail.dead"
                       : done.note.what == Note::What::again   ? "mail.again"
                       : done.note.what == Note::What::unbegun ? "mail.unbegun"
                       : done.note.what == Note::What::expired ? "mail.expired"
                                                               : "mail.sent";
    bench_.log.write(level, event,
                     {{"kind", done.kind},
                      {"tag", done.tag},
                      {"provider", done.provider},
                      {"outcome", done.outcome},
                      {"attempts", static_cast<std::int64_t>(done.attempts)},
                      {"ms", static_cast<std::int64_t>(done.took.count())}});
}

void Courier::sweep_sometimes() {
    const auto now = bench_.clock.now();
    if (more_ || now < next_sweep_) return;
    next_sweep_ = now + bench_.config.seconds("courier.housekeeping");
    if (sweep(bench_.database, bench_.log, now)) next_sweep_ = now + std::chrono::seconds(1);
}

void Courier::stop() {
    bench_.notify("STOPPING=1");
    bench_.log.info("courier.stopping", {{"open", static_cast<std::uint64_t>(senders_.open())}});
    senders_.give_back();
    const auto until = std::chrono::steady_clock::now() + bench_.config.seconds("courier.drain");
    while (!idle() && std::chrono::steady_clock::now() < until) {
        try {
            bench_.database.ready();
            note_finished();
        } catch (const base::DatabaseError& error) {
            bench_.log.warning("courier.database", {{"code", error.code}, {"error", error.what()}});
        }
        if (idle()) break;
        pollfd wait{senders_.wake_fd(), POLLIN, 0};
        ::poll(&wait, 1, 100);
    }
    bench_.log.info("courier.stopped",
                    {{"left", static_cast<std::uint64_t>(senders_.open() + notes_.size())}});
}

}  // namespace courier
