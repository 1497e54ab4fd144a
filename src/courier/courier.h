// The courier: takes due mails from the outbox, sends them, notes what became of them; sweeps what has
// expired.
//
// Guarantees. A mail is never lost: it stays in the outbox until COMMIT of the note that it was sent. A mail
// is taken by a lease that is committed before anything is sent. When the courier is killed
//  - before the lease is committed: nothing happened;
//  - between lease and sending, or between sending and the note: nobody can tell which. The lease ends, the
//  mail is
//    sent again under the same Message-ID and the same key to the same provider, and its row says so
//    (`doubtful` counts the tries whose end is unknown). A provider that knows keys sends it once; with plain
//    SMTP the recipient may get it twice. Nothing else makes two.
//  - after the note: nothing is left to do.
// A provider that is left alone (app/provider_health.h) is passed over while it is certain that nobody took
// the mail; else the mail waits for it, and no try is counted. A mail that holds a code is never sent after
// the code has expired. Several couriers may run, on one host or many. Never logs an address, a code or a
// text.
#pragma once

#include <functional>
#include <string_view>

#include "base/configuration.h"
#include "base/log.h"
#include "courier/senders.h"
#include "courier/ways.h"
#include "crypto/key_ring.h"
#include "database/connection.h"

namespace courier {

// What the courier works with.
struct Bench {
    const base::Configuration& config;
    const base::Clock& clock;
    const crypto::KeyRings& keys;
    database::Connection& database;
    base::Log& log;
    std::function<void(std::string_view)> notify = [](std::string_view) {};  // sd_notify
};

class Courier {
  public:
    explicit Courier(Bench bench);  // throws base::ConfigError for a transport that is not set up
    // Until SIGTERM or SIGINT, which must be blocked in all threads (see block_signals): then finishes what
    // runs.
    void run();
    // One round without waiting: for tests and `courier --once`. True if there was something to do.
    bool round();
    // True once nothing is running or waiting to be noted.
    bool idle() const { return senders_.open() == 0 && notes_.empty(); }

  private:
    bool take_some();
    // Each mail to a provider that may be called, or back into the outbox.
    void lead_all(std::vector<Taken> mails);
    void lead_each(std::vector<Taken>& mails, std::vector<Taken>& led);
    void prepare(Taken mail);
    // What the others and the last calls say about the providers.
    void look_at_providers();
    void note_finished();
    void tell(const Done& done);
    void sweep_sometimes();
    void stop();

    Bench bench_;
    Senders senders_;
    Ways ways_;
    std::vector<Note> notes_;  // not written yet: the database may be away
    base::Instant next_look_{}, next_sweep_{};
    bool more_ = false;              // the last taking was full
    std::uint64_t next_report_ = 0;  // where the providers' reports are looked at next
};

// Blocks SIGTERM and SIGINT in this thread and those it starts; ignores SIGPIPE. Before the Courier is made.
void block_signals();

}  // namespace courier
