// Which provider a mail takes now, by the shared health of the providers (app/provider_health.h), and what
// the couriers' calls say about it. A mail is led to the next provider only while it is certain that nobody
// took it; else it waits for its own, and no try is counted. Counts every call (app/provider_store.h).
#pragma once

#include <string>
#include <vector>

#include "app/provider_store.h"
#include "base/log.h"
#include "courier/outbox_store.h"
#include "courier/senders.h"
#include "database/connection.h"

namespace courier {

class Ways {
  public:
    Ways(database::Connection& db, base::Log& log, std::vector<std::string> order, std::uint64_t failures)
        : db_(db), log_(log), order_(std::move(order)), failures_(failures) {}

    // Reads how the providers are doing. Before each taking.
    void look(base::Instant now);
    // The provider for a mail that has none yet: the first that may be called or tried; "" if none may.
    std::string first() const;
    // True if some provider may be called freely, not only by one who tries.
    bool free() const;
    // Who shall send it. The right to try a provider that is open is claimed here, once.
    struct Way {
        std::string provider;         // "" = nobody now
        std::chrono::seconds wait{};  // then: look again after so long
    };
    Way way_of(const Taken& mail, base::Instant now);
    // Not before this, as far as is known.
    base::Instant held_until(std::string_view provider, base::Instant now) const;

    // A call ended; kept until `write`, which commits the counts, then the health.
    void hear(const Done& done);
    // True if somebody is doing worse than before.
    bool write(base::Instant now);

  private:
    struct Heard {
        std::string provider;
        app::Standing standing;
        std::optional<std::chrono::seconds> pause;
        unsigned times;
    };
    app::Leave leave(std::string_view provider, base::Instant now) const;

    database::Connection& db_;
    base::Log& log_;
    std::vector<std::string> order_;
    std::uint64_t failures_;
    app::Healths healths_;
    base::Instant looked_{};
    std::vector<Heard> heard_;
    std::vector<app::Calls> calls_;
};

}  // namespace courier
