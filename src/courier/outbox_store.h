// The outbox as the courier sees it: every statement on the table lives here. A mail is taken by a lease that
// is committed before anything is sent, and every later change demands that lease, so two couriers (on one
// host or on several nodes of a cluster) never work on the same mail, and one that lost its lease changes
// nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "database/connection.h"

namespace courier {

struct Taken {
    std::uint64_t id;
    std::string tag, kind, recipient, payload, thread, provider;
    bool sealed;
    unsigned attempts, doubtful;
    base::Instant created, first_try;
    std::optional<base::Instant> expires;
    std::string lease;
    base::Instant lease_until;
    std::string bounced = "";  // why the address is not mailed any more; "" = it is
};

// What became of a taken mail.
struct Note {
    enum class What { sent, again, dead, expired, withheld, unbegun, waits };
    std::uint64_t id = 0;
    std::string lease;
    What what = What::sent;
    std::string provider;  // sent: by whom; again: who is next ("" = from the top)
    std::string provider_id, answer;
    bool doubtful = false;        // the try's end is not known
    base::Instant next_try = {};  // again, waits
};

// Mails whose code is too old to send; their payload goes too. At most `most` rows.
std::uint64_t expire(database::Connection& db, base::Instant now, int most);
// Mails whose courier went away: they are due again, marked as possibly sent.
std::uint64_t reclaim(database::Connection& db, base::Instant now, int most);
// Takes at most `most` due mails. `lease` names this taking and no other; `provider` is who tries those that
// have none.
std::vector<Taken> take(database::Connection& db, base::Instant now, base::Instant until,
                        const std::string& lease, const std::string& provider, int most);
// Another provider than its row names shall send a taken mail: committed before it does. Gives those whose
// lease still held.
std::vector<Taken> lead(database::Connection& db, const std::vector<Taken>& mails);
// Writes all notes in one transaction; gives how many found their lease gone.
int note(database::Connection& db, const std::vector<Note>& notes, base::Instant now);

// How much waits, and since when the oldest mail that is due does.
struct Backlog {
    std::uint64_t dead = 0;
    std::optional<base::Instant> oldest;
};
Backlog backlog(database::Connection& db);

}  // namespace courier
