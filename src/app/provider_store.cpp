// Health is read, judged and written under a row lock; on a cluster the loser of two such transactions learns
// it at COMMIT and begins anew. "Well" costs one read while all is well.
#include "app/provider_store.h"

#include "database/transaction.h"

namespace app {

namespace {

using State = ProviderHealth::State;

constexpr database::Sql kAll =
    "SELECT state, troubled, misconfigured, openings, open_until, probe_until, pause_until, changed_at, name "
    "FROM provider ORDER BY name";
constexpr database::Sql kHeld =
    "SELECT state, troubled, misconfigured, openings, open_until, probe_until, pause_until, changed_at "
    "FROM provider WHERE name = ? FOR UPDATE";
constexpr database::Sql kInsert = "INSERT INTO provider (name) VALUES (?)";
constexpr database::Sql kWrite =
    "UPDATE provider SET state = ?, troubled = ?, misconfigured = ?, openings = ?, open_until = ?, "
    "probe_until = ?, pause_until = ?, changed_at = ? WHERE name = ?";
constexpr database::Sql kUnwell =
    "SELECT 1 FROM provider WHERE name = ? AND (state <> 'closed' OR troubled > 0 OR misconfigured > 0)";
constexpr database::Sql kProbeClaim =
    "UPDATE provider SET probe_until = ? WHERE name = ? AND state <> 'closed' AND open_until <= ? AND "
    "(probe_until IS NULL OR probe_until <= ?) AND (pause_until IS NULL OR pause_until <= ?)";
constexpr database::Sql kReset =
    "UPDATE provider SET state = 'closed', troubled = 0, misconfigured = 0, openings = 0, open_until = NULL, "
    "probe_until = NULL, pause_until = NULL, changed_at = ? WHERE name = ? AND (state <> 'closed' OR "
    "troubled > 0 OR misconfigured > 0 OR pause_until IS NOT NULL)";
constexpr database::Sql kCount =
    "INSERT INTO provider_usage (day, provider, kind, outcome, calls) VALUES (?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE calls = calls + ?";
constexpr database::Sql kDays =
    "SELECT day, provider, kind, outcome, calls FROM provider_usage WHERE day >= ? "
    "ORDER BY day DESC, provider, kind, outcome";

ProviderHealth health_in(const database::Row& row) {
    return {.state = to_provider_state(row.text(0)),
            .troubled = row.number(1),
            .misconfigured = row.number(2),
            .openings = row.number(3),
            .open_until = row.maybe_instant(4),
            .probe_until = row.maybe_instant(5),
            .pause_until = row.maybe_instant(6),
            .changed = row.maybe_instant(7)};
}

std::string day_of(base::Instant at) {
    return base::to_sql(at).substr(0, 10);
}

void make_row(database::Connection& db, std::string_view provider) {
    if (provider_healths(db).contains(provider)) return;
    try {
        db.execute(kInsert, provider);
    } catch (const database::DuplicateKey&) {  // somebody else just did
    }
}

void tell(base::Log& log, std::string_view provider, const ProviderHealth& before,
          const ProviderHealth& after, base::Instant now) {
    if (after.state == before.state && after.open_until == before.open_until) return;
    const std::int64_t wait =
        after.open_until ? std::chrono::ceil<std::chrono::seconds>(*after.open_until - now).count() : 0;
    if (after.state == State::closed)
        log.info("provider.closed", {{"provider", provider}});
    else if (after.state == State::open)
        log.warning("provider.opened",
                    {{"provider", provider}, {"failures", after.troubled}, {"seconds", wait}});
    else if (before.state != State::stopped)
        log.error("provider.stopped",
                  {{"provider", provider},
                   {"failures", after.misconfigured},
                   {"do", "mend its key, address or credit; then: gatehouse providers reset"}});
}

}  // namespace

Healths provider_healths(database::Connection& db) {
    Healths all;
    for (const auto& row : db.query(kAll)) all.emplace(row.text(8), health_in(row));
    return all;
}

ProviderHealth provider_health(database::Connection& db, std::string_view provider) {
    const auto all = provider_healths(db);
    const auto found = all.find(provider);
    return found == all.end() ? ProviderHealth{} : found->second;
}

Leave ask_leave(database::Connection& db, std::string_view provider, base::Instant now) {
    const auto leave = leave_at(provider_health(db, provider), now);
    if (leave.kind != Leave::Kind::probe) return leave;
    const auto claimed = database::transact(
        db, [&] { return db.execute(kProbeClaim, now + kProbe, provider, now, now, now); });
    return claimed == 1 ? leave : Leave{Leave::Kind::wait, std::chrono::seconds(1)};
}

void note_standing(database::Connection& db, base::Log& log, std::string_view provider, Standing standing,
                   std::optional<std::chrono::seconds> pause, base::Instant now, std::uint64_t failures,
                   unsigned times) {
    if (standing == Standing::well && !pause && !db.query_one(kUnwell, provider)) return;
    make_row(db, provider);
    ProviderHealth before, after;
    database::transact(db, [&] {
        const auto row = db.query_one(kHeld, provider);
        before = after = row ? health_in(*row) : ProviderHealth{};
        for (unsigned i = 0; i < times; ++i) after = after_call(after, standing, pause, now, failures);
        db.execute(kWrite, to_text(after.state), after.troubled, after.misconfigured, after.openings,
                   after.open_until, after.probe_until, after.pause_until, after.changed, provider);
    });
    tell(log, provider, before, after, now);
}

bool reset_provider(database::Connection& db, std::string_view provider, base::Instant now) {
    return db.execute(kReset, now, provider) == 1;
}

void count_calls(database::Connection& db, const std::vector<Calls>& calls, base::Instant now) {
    const auto day = day_of(now);
    database::transact(db, [&] {
        for (const auto& one : calls)
            db.execute(kCount, day, one.provider, one.kind, one.outcome, one.calls, one.calls);
    });
}

std::vector<DayOfCalls> calls_by_day(database::Connection& db, base::Instant since) {
    std::vector<DayOfCalls> days;
    for (const auto& row : db.query(kDays, day_of(since)))
        days.push_back({row.text(0), {row.text(1), row.text(2), row.text(3), row.number(4)}});
    return days;
}

}  // namespace app
