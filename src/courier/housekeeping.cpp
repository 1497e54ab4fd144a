#include "courier/housekeeping.h"

namespace courier {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr int kAtOnce = 1000;

struct Sweep {
    std::string_view what;
    database::Sql statement;  // placeholders: the instant, how many
    seconds kept;             // so long past that instant
};
constexpr Sweep kSweeps[] = {
    {"challenge", "DELETE FROM challenge WHERE expires_at < ? ORDER BY expires_at LIMIT ?", hours(1)},
    {"challenge_use", "DELETE FROM challenge_use WHERE expires_at < ? ORDER BY expires_at LIMIT ?", hours(1)},
    {"sign_up", "DELETE FROM sign_up WHERE created_at < ? ORDER BY created_at LIMIT ?", days(1)},
    {"pending_sign_in", "DELETE FROM pending_sign_in WHERE created_at < ? ORDER BY created_at LIMIT ?",
     hours(1)},
    {"unconfirmed_factor", "DELETE FROM unconfirmed_factor WHERE ends_at < ? ORDER BY ends_at LIMIT ?",
     hours(0)},
    {"passkey_challenge", "DELETE FROM passkey_challenge WHERE expires_at < ? ORDER BY expires_at LIMIT ?",
     hours(1)},
    {"email_change",
     "DELETE FROM email_change WHERE done_at IS NULL AND created_at < ? ORDER BY created_at LIMIT ?",
     days(1)},
    {"email_undo", "DELETE FROM email_change WHERE undo_until < ? ORDER BY undo_until LIMIT ?", hours(0)},
    {"phone_code", "DELETE FROM phone_code WHERE expires_at < ? ORDER BY expires_at LIMIT ?", hours(0)},
    {"phone_verdict", "DELETE FROM phone_verdict WHERE checked_at < ? ORDER BY checked_at LIMIT ?", days(30)},
    {"trusted_browser", "DELETE FROM trusted_browser WHERE expires_at < ? ORDER BY expires_at LIMIT ?",
     hours(0)},
    {"session", "DELETE FROM session WHERE expires_at < ? ORDER BY expires_at LIMIT ?", hours(0)},
    {"throttle", "DELETE FROM throttle WHERE last_failure_at < ? ORDER BY last_failure_at LIMIT ?", days(2)},
    {"rate", "DELETE FROM rate WHERE window_ends_at < ? ORDER BY window_ends_at LIMIT ?", hours(0)},
    {"house_rate", "DELETE FROM house_rate WHERE window_ends_at < ? ORDER BY window_ends_at LIMIT ?",
     hours(0)},
    {"device", "DELETE FROM device WHERE last_used_at < ? ORDER BY last_used_at LIMIT ?", days(365)},
    {"failed_sign_in", "DELETE FROM failed_sign_in WHERE at < ? ORDER BY at LIMIT ?", days(90)},
    {"outbox_void", "DELETE FROM outbox WHERE state = 'void' AND created_at < ? ORDER BY created_at LIMIT ?",
     hours(1)},
    {"outbox_expired",
     "DELETE FROM outbox WHERE state = 'expired' AND created_at < ? ORDER BY created_at LIMIT ?", days(7)},
    {"outbox_sent", "DELETE FROM outbox WHERE state = 'sent' AND created_at < ? ORDER BY created_at LIMIT ?",
     days(30)},
    {"outbox_dead", "DELETE FROM outbox WHERE state = 'dead' AND created_at < ? ORDER BY created_at LIMIT ?",
     days(90)},
    {"outbox_dropped",
     "DELETE FROM outbox WHERE state = 'dropped' AND created_at < ? ORDER BY created_at LIMIT ?", days(30)},
    {"outbox_withheld",
     "DELETE FROM outbox WHERE state = 'withheld' AND created_at < ? ORDER BY created_at LIMIT ?", days(90)},
    {"webhook_token", "DELETE FROM webhook_token WHERE seen_at < ? ORDER BY seen_at LIMIT ?", days(1)},
    {"delivery_event",
     "DELETE FROM delivery_event WHERE outbox_id IS NULL AND received_at < ? ORDER BY id LIMIT ?", days(1)},
    {"provider_usage", "DELETE FROM provider_usage WHERE day < ? ORDER BY day LIMIT ?", days(400)},
};

}  // namespace

bool sweep(database::Connection& db, base::Log& log, base::Instant now) {
    bool full = false;
    for (const auto& one : kSweeps) {
        const auto count = db.execute(one.statement, now - one.kept, kAtOnce);
        if (count > 0) log.debug("housekeeping.removed", {{"what", one.what}, {"count", count}});
        full = full || count == static_cast<std::uint64_t>(kAtOnce);
    }
    return full;
}

}  // namespace courier
