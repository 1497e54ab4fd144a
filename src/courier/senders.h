// A few threads that send, each with connections of its own; everything else (database, templates, log) stays
// with the one thread that owns this. A finished job wakes `wake_fd()`.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

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
};

class Senders {
  public:
    using Transports = std::vector<std::unique_ptr<providers::MailTransport>>;
    // One thread for each element of `sets`; all sets hold the same providers in the same order. A job is not
    // begun with less than `margin` of its lease left.
    Senders(std::vector<Transports> sets, const base::Clock& clock, std::chrono::seconds margin,
            std::chrono::seconds give_up_after);
    ~Senders();  // waits for what runs
    Senders(const Senders&) = delete;
    Senders& operator=(const Senders&) = delete;

    void send(Job job);
    std::vector<Done> finished();
    size_t waiting() const;  // not begun
    size_t open() const;     // not begun, running or not fetched by finished()
    // What has not begun comes out as `unbegun` notes.
    void give_back();
    int wake_fd() const { return wake_fd_; }
    // Providers in order, as configured.
    const std::vector<std::string>& order() const { return order_; }

  private:
    void work(Transports& transports);
    Done try_one(const Job& job, Transports& transports) const;

    const base::Clock& clock_;
    std::chrono::seconds margin_, give_up_after_;
    std::vector<std::string> order_;
    int wake_fd_;
    mutable std::mutex mutex_;
    std::condition_variable work_;
    std::deque<Job> jobs_;
    std::vector<Done> done_;
    size_t running_ = 0;
    bool stop_ = false;
    std::vector<Transports> sets_;
    std::vector<std::thread> threads_;
};

}  // namespace courier
