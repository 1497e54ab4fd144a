#include "courier/senders.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include "app/provider_gate.h"
#include "base/error.h"
#include "courier/verdict.h"
#include "crypto/random.h"

namespace courier {

namespace {

// -1 … 1, so that mails that failed together do not come back together.
double random_off() {
    const auto bytes = crypto::random_bytes(2);
    const int number = static_cast<unsigned char>(bytes[0]) * 256 + static_cast<unsigned char>(bytes[1]);
    return number / 32767.5 - 1.0;
}

Done done_with(const Taken& mail, Note note) {
    return {.note = std::move(note),
            .kind = mail.kind,
            .tag = mail.tag,
            .attempts = mail.attempts,
            .provider = mail.provider,
            .outcome = {},
            .pause = {}};
}

}  // namespace

Note unbegun(const Taken& mail) {
    return {.id = mail.id,
            .lease = mail.lease,
            .what = Note::What::unbegun,
            .provider = {},
            .provider_id = {},
            .answer = {}};
}

Senders::Senders(std::vector<Transports> sets, const std::vector<Pace>& paces, const base::Clock& clock,
                 std::chrono::seconds margin, std::chrono::seconds give_up_after)
    : clock_(clock),
      margin_(margin),
      give_up_after_(give_up_after),
      wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      sets_(std::move(sets)) {
    if (wake_fd_ < 0) throw base::Error("no eventfd");
    for (const auto& transport : sets_.at(0)) order_.emplace_back(transport->name());
    for (const auto& pace : paces) lanes_.push_back({.pace = pace});
    lanes_.resize(order_.size());
    threads_.reserve(sets_.size());
    for (auto& transports : sets_) threads_.emplace_back([this, &transports] { work(transports); });
}

Senders::~Senders() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
        jobs_.clear();
    }
    work_.notify_all();
    for (auto& thread : threads_) thread.join();
    ::close(wake_fd_);
}

void Senders::send(Job job) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    work_.notify_one();
}

std::vector<Done> Senders::finished() {
    std::uint64_t count = 0;
    (void)!::read(wake_fd_, &count, sizeof count);
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, {});
}

size_t Senders::waiting() const {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
}

size_t Senders::open() const {
    const std::lock_guard lock(mutex_);
    return jobs_.size() + running_ + done_.size();
}

void Senders::give_back() {
    const std::lock_guard lock(mutex_);
    for (const auto& job : jobs_) done_.push_back(done_with(job.mail, unbegun(job.mail)));
    jobs_.clear();
}

void Senders::hold(std::string_view provider, base::Instant until) {
    const std::lock_guard lock(mutex_);
    if (auto* lane = lane_of(provider)) lane->held_until = until;
    work_.notify_all();
}

std::vector<Taken> Senders::held() {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.now();
    std::vector<Taken> mails;
    std::erase_if(jobs_, [&](Job& job) {
        const auto* lane = lane_of(job.mail.provider);
        if (!lane || lane->held_until <= now) return false;
        mails.push_back(std::move(job.mail));
        return true;
    });
    return mails;
}

Senders::Lane* Senders::lane_of(std::string_view provider) {
    const auto found = std::ranges::find(order_, provider);
    return found == order_.end() ? nullptr : &lanes_[static_cast<size_t>(found - order_.begin())];
}

std::deque<Job>::iterator Senders::pick(std::chrono::steady_clock::time_point& soon) {
    const auto now = std::chrono::steady_clock::now();
    soon = now + std::chrono::seconds(1);
    return std::ranges::find_if(jobs_, [&](const Job& job) {
        const auto* lane = lane_of(job.mail.provider);
        if (!lane) return true;  // answered here
        if (lane->held_until > clock_.now()) return false;
        if (lane->pace.at_once > 0 && lane->running >= lane->pace.at_once) return false;
        if (lane->next > now) soon = std::min(soon, lane->next);
        return lane->next <= now;
    });
}

void Senders::work(Transports& transports) {
    std::unique_lock lock(mutex_);
    while (!stop_) {
        std::chrono::steady_clock::time_point soon;
        const auto next = pick(soon);
        if (next == jobs_.end()) {
            if (jobs_.empty())
                work_.wait(lock);
            else
                work_.wait_until(lock, soon);
            continue;
        }
        const Job job = std::move(*next);
        jobs_.erase(next);
        ++running_;
        auto* lane = lane_of(job.mail.provider);
        if (lane) {
            ++lane->running;
            if (lane->pace.per_second > 0)
                lane->next = std::max(lane->next, std::chrono::steady_clock::now()) +
                             std::chrono::nanoseconds(1'000'000'000 / lane->pace.per_second);
        }
        lock.unlock();
        auto done = try_one(job, transports);
        lock.lock();
        --running_;
        if (lane) --lane->running;
        if (lane && done.pause) lane->held_until = std::max(lane->held_until, clock_.now() + *done.pause);
        done_.push_back(std::move(done));
        const std::uint64_t one = 1;
        (void)!::write(wake_fd_, &one, sizeof one);
    }
}

Done Senders::try_one(const Job& job, Transports& transports) const {
    const auto& mail = job.mail;
    const auto found = std::ranges::find(order_, mail.provider);
    if (found == order_.end()) {  // the configuration names it no longer
        auto note = unbegun(mail);
        note.what = mail.doubtful == 0 ? Note::What::again : Note::What::dead;
        note.next_try = clock_.now();
        note.answer = fmt::format("{} is not among mail.transports any more", mail.provider);
        return done_with(mail, std::move(note));
    }
    auto& transport = *transports[static_cast<size_t>(found - order_.begin())];
    const auto begun = clock_.now();
    Circumstances around{.now = begun,
                         .order = order_,
                         .doubt = transport.doubt(),
                         .off = random_off(),
                         .give_up_after = give_up_after_};
    if (auto note = forbid(mail, around)) return done_with(mail, std::move(*note));
    if (begun + margin_ > mail.lease_until) return done_with(mail, unbegun(mail));

    providers::Delivery delivery;
    try {
        delivery = transport.send(job.letter);
    } catch (const std::exception&) {
        delivery = {providers::Outcome::unknown, "", "failed here while sending", {}};
    }
    around.now = clock_.now();
    auto done = done_with(mail, judge(mail, delivery, around));
    done.outcome = providers::to_text(delivery.outcome);
    done.standing = app::standing_of(delivery);
    done.pause = delivery.pause;
    done.took = std::chrono::duration_cast<std::chrono::milliseconds>(around.now - begun);
    return done;
}

}  // namespace courier
