#include "courier/outbox_store.h"

#include "database/transaction.h"

namespace courier {

namespace {

constexpr database::Sql kExpire =
    "UPDATE outbox SET state = 'expired', payload = '' "
    "WHERE state = 'waiting' AND expires_at <= ? ORDER BY expires_at LIMIT ?";
constexpr database::Sql kReclaim =
    "UPDATE outbox SET state = 'waiting', doubtful = doubtful + 1, next_try_at = ?, lease_owner = '', "
    "lease_until = NULL, last_answer = 'the courier stopped during this try' "
    "WHERE state = 'leased' AND lease_until <= ? ORDER BY lease_until LIMIT ?";
// By itself MariaDB reads and sorts everything that is due, however little is wanted of it.
constexpr database::Sql kLease =
    "UPDATE outbox FORCE INDEX (outbox_due) SET state = 'leased', lease_owner = ?, lease_until = ?, "
    "attempts = attempts + 1, first_try_at = COALESCE(first_try_at, ?), provider = IF(provider = '', ?, "
    "provider) "
    "WHERE state = 'waiting' AND next_try_at <= ? ORDER BY next_try_at, id LIMIT ?";
constexpr database::Sql kLeased =
    "SELECT o.id, o.tag, o.kind, o.recipient, o.payload, o.sealed, o.thread, o.provider, o.attempts, "
    "o.doubtful, o.created_at, o.first_try_at, o.expires_at, o.lease_until, b.cause FROM outbox o "
    "LEFT JOIN bounced_address b ON b.address_canonical = o.recipient_canonical "
    "WHERE o.state = 'leased' AND o.lease_owner = ? ORDER BY o.id";

constexpr database::Sql kSent =
    "UPDATE outbox SET state = 'sent', payload = '', sent_at = ?, provider = ?, provider_id = ?, last_answer "
    "= ?, "
    "lease_owner = '', lease_until = NULL WHERE id = ? AND state = 'leased' AND lease_owner = ?";
constexpr database::Sql kAgain =
    "UPDATE outbox SET state = 'waiting', next_try_at = ?, provider = ?, last_answer = ?, "
    "doubtful = doubtful + ?, lease_owner = '', lease_until = NULL "
    "WHERE id = ? AND state = 'leased' AND lease_owner = ?";
// A sealed payload holds a code: nothing of it is kept once it cannot be sent.
constexpr database::Sql kEnded =
    "UPDATE outbox SET state = ?, payload = IF(sealed, '', payload), provider = ?, last_answer = ?, "
    "doubtful = doubtful + ?, lease_owner = '', lease_until = NULL "
    "WHERE id = ? AND state = 'leased' AND lease_owner = ?";
constexpr database::Sql kUnbegun =
    "UPDATE outbox SET state = 'waiting', attempts = attempts - 1, "
    "first_try_at = IF(attempts = 0, NULL, first_try_at), lease_owner = '', lease_until = NULL "
    "WHERE id = ? AND state = 'leased' AND lease_owner = ?";
// Its provider is left alone: no try was made, and who sends it is open again unless somebody may have it.
constexpr database::Sql kWaits =
    "UPDATE outbox SET state = 'waiting', attempts = attempts - 1, next_try_at = ?, last_answer = ?, "
    "first_try_at = IF(attempts = 0, NULL, first_try_at), provider = IF(doubtful = 0, '', provider), "
    "lease_owner = '', lease_until = NULL WHERE id = ? AND state = 'leased' AND lease_owner = ?";
constexpr database::Sql kLead =
    "UPDATE outbox SET provider = ? WHERE id = ? AND state = 'leased' AND lease_owner = ? AND doubtful = 0";

constexpr database::Sql kDead = "SELECT COUNT(*) FROM outbox WHERE state = 'dead'";
constexpr database::Sql kOldest =
    "SELECT MIN(created_at) FROM (SELECT created_at FROM outbox WHERE state IN ('waiting', 'leased') "
    "ORDER BY created_at LIMIT 1) AS oldest";

const char* state_after(Note::What what) {
    return what == Note::What::dead ? "dead" : what == Note::What::expired ? "expired" : "withheld";
}

std::uint64_t write(database::Connection& db, const Note& note, base::Instant now) {
    switch (note.what) {
        case Note::What::sent:
            return db.execute(kSent, now, note.provider, note.provider_id, note.answer, note.id, note.lease);
        case Note::What::again:
            return db.execute(kAgain, note.next_try, note.provider, note.answer, note.doubtful, note.id,
                              note.lease);
        case Note::What::dead:
        case Note::What::expired:
        case Note::What::withheld:
            return db.execute(kEnded, state_after(note.what), note.provider, note.answer, note.doubtful,
                              note.id, note.lease);
        case Note::What::unbegun: return db.execute(kUnbegun, note.id, note.lease);
        case Note::What::waits: return db.execute(kWaits, note.next_try, note.answer, note.id, note.lease);
    }
    throw base::Bug("a note of no kind");
}

}  // namespace

std::uint64_t expire(database::Connection& db, base::Instant now, int most) {
    return db.execute(kExpire, now, most);
}

std::uint64_t reclaim(database::Connection& db, base::Instant now, int most) {
    return db.execute(kReclaim, now, now, most);
}

std::vector<Taken> take(database::Connection& db, base::Instant now, base::Instant until,
                        const std::string& lease, const std::string& provider, int most) {
    const auto taken =
        database::transact(db, [&] { return db.execute(kLease, lease, until, now, provider, now, most); });
    std::vector<Taken> mails;
    if (taken == 0) return mails;
    for (const auto& row : db.query(kLeased, lease)) {
        mails.push_back({.id = row.number(0),
                         .tag = row.text(1),
                         .kind = row.text(2),
                         .recipient = row.text(3),
                         .payload = row.text(4),
                         .thread = row.text(6),
                         .provider = row.text(7),
                         .sealed = row.flag(5),
                         .attempts = static_cast<unsigned>(row.number(8)),
                         .doubtful = static_cast<unsigned>(row.number(9)),
                         .created = row.instant(10),
                         .first_try = row.instant(11),
                         .expires = row.maybe_instant(12),
                         .lease = lease,
                         .lease_until = row.instant(13),
                         .bounced = row.text_or(14, "")});
    }
    return mails;
}

std::vector<Taken> lead(database::Connection& db, const std::vector<Taken>& mails) {
    if (mails.empty()) return {};
    return database::transact(db, [&] {
        std::vector<Taken> led;
        for (const auto& mail : mails)
            if (db.execute(kLead, mail.provider, mail.id, mail.lease) == 1) led.push_back(mail);
        return led;
    });
}

int note(database::Connection& db, const std::vector<Note>& notes, base::Instant now) {
    return database::transact(db, [&] {
        int lost = 0;
        for (const auto& one : notes) lost += write(db, one, now) == 0 ? 1 : 0;
        return lost;
    });
}

Backlog backlog(database::Connection& db) {
    Backlog state;
    if (const auto row = db.query_one(kDead)) state.dead = row->number(0);
    if (const auto row = db.query_one(kOldest)) state.oldest = row->maybe_instant(0);
    return state;
}

}  // namespace courier
