// A few threads that send, each with connections of its own; everything else (database, templates, log) stays
// with the one thread that owns this. A finished job wakes `wake_fd()`.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/provider_health.h"
#include "base/clock.h"
#include "courier/outbox_store.h"
#include "providers/mail_transport.h"

namespace courier {

struct Job {
    Taken mail;
    providers::OutgoingMail letter;
};

struct Done {
    Note note;
    std::string kind, tag;
    unsigned attempts = 0;
    std::string provider;  // who tried
    std::string outcome;   // "accepted", or "" if nothing was tried
    std::chrono::milliseconds took{};
    // What the try says about the provider.
    app::Standing standing = app::Standing::well;
    std::optional<std::chrono::seconds> pause;
};

// How many deliveries of one provider at once, and how many may begin in a second; 0: no limit of its own.
struct Pace {
    std::int64_t at_once = 0, per_second = 0;
};

// Goes back as it came: nobody tried it.
Note unbegun(const Taken& mail);

class Senders {
  public:
    using Transports = std::vector<std::unique_ptr<providers::MailTransport>>;
    // One thread for each element of `sets`; all sets hold the same providers in the same order. A job is not
    // begun with less than `margin` of its lease left. `paces` in the providers' order.
    Senders(std::vector<Transports> sets, const std::vector<Pace>& paces, const base::Clock& clock,
            std::chrono::seconds margin, std::chrono::seconds give_up_after);
    ~Senders();  // waits for what runs
    Senders(const Senders&) = delete;
    Senders& operator=(const Senders&) = delete;

    void send(Job job);
    std::vector<Done> finished();
    size_t waiting() const;  // not begun
    size_t open() const;     // not begun, running or not fetched by finished()
    // What has not begun comes out as `unbegun` notes.
    void give_back();
    // Nothing of this provider is begun before `until`; a pause that a provider asks for holds at once.
    void hold(std::string_view provider, base::Instant until);
    // The mails of providers that are held, not begun: whoever owns this finds them another way.
    std::vector<Taken> held();
    int wake_fd() const { return wake_fd_; }
    // Providers in order, as configured.
    const std::vector<std::string>& order() const { return order_; }

  private:
    struct Lane {
        Pace pace;
        std::int64_t running = 0;
        std::chrono::steady_clock::time_point next{};  // by its pace
        base::Instant held_until{};
    };
    void work(Transports& transports);
    // The first job that may begin now, or jobs_.end(); `soon`: when it is worth looking again.
    std::deque<Job>::iterator pick(std::chrono::steady_clock::time_point& soon);
    Lane* lane_of(std::string_view provider);
    Done try_one(const Job& job, Transports& transports) const;

    const base::Clock& clock_;
    std::chrono::seconds margin_, give_up_after_;
    std::vector<std::string> order_;
    int wake_fd_;
    mutable std::mutex mutex_;
    std::condition_variable work_;
    std::vector<Lane> lanes_;  // in the order of order_
    std::deque<Job> jobs_;
    std::vector<Done> done_;
    size_t running_ = 0;
    bool stop_ = false;
    std::vector<Transports> sets_;
    std::vector<std::thread> threads_;
};

}  // namespace courier
