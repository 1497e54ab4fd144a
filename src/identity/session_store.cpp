// Every statement about sessions; the asker stands in the WHERE clause.
#include "identity/session_store.h"

#include "identity/role_store.h"

namespace identity {

// The one statement that every request of a signed-in person costs: two rows, each by a unique key, and no
// roles.
constexpr database::Sql kLoad =
    "SELECT s.id, s.account_id, s.last_seen_at, s.expires_at, s.remembered, s.proved_at, a.first_name, "
    "a.last_name, "
    "a.email, a.rights FROM session s JOIN account a ON a.id = s.account_id "
    "WHERE s.token_hash = ? AND a.status = 'active'";

std::optional<StoredSession> load_session(app::Context& context, const std::string& token_hash) {
    const auto row = context.database.query_one(kLoad, token_hash);
    if (!row) return std::nullopt;
    app::Actor actor;
    actor.session = row->number(0);
    actor.account = row->id<base::AccountId>(1);
    actor.proved_at = row->maybe_instant(5);
    actor.name = row->text(6) + " " + row->text(7);
    actor.email = row->text(8);
    actor.rights = row->is_null(9) ? rights_of_roles(context, actor.account) : row->number(9);
    return StoredSession{std::move(actor), row->instant(2), row->instant(3), row->flag(4)};
}

constexpr database::Sql kMarkSeen = "UPDATE session SET last_seen_at = ? WHERE id = ?";

void mark_seen(app::Context& context, std::uint64_t id) {
    context.database.execute(kMarkSeen, context.now(), id);
}

constexpr database::Sql kInsert =
    "INSERT INTO session (token_hash, account_id, created_at, last_seen_at, expires_at, remembered, "
    "proved_at, "
    "address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::uint64_t insert_session(app::Context& context, base::AccountId account, const std::string& token_hash,
                             base::Instant expires_at, bool remembered, bool proved) {
    std::optional<base::Instant> proved_at;
    if (proved) proved_at = context.now();
    return context.database.insert(kInsert, token_hash, account, context.now(), context.now(), expires_at,
                                   remembered, proved_at, context.client ? context.client->text() : "",
                                   context.user_agent);
}

constexpr database::Sql kReplaceToken =
    "UPDATE session SET token_hash = ?, proved_at = ? WHERE id = ? AND account_id = ? AND token_hash IN (?, "
    "?)";
constexpr database::Sql kRemembered =
    "SELECT remembered, expires_at FROM session WHERE id = ? AND account_id = ?";

std::optional<std::optional<base::Instant>> replace_token(app::Context& context, const std::string& before,
                                                          const std::string& after) {
    const auto& actor = context.actor;
    if (context.database.execute(kReplaceToken, after, context.now(), actor.session, actor.account, before,
                                 after) != 1) {
        return std::nullopt;
    }
    const auto row = context.database.query_one(kRemembered, actor.session, actor.account);
    if (!row) return std::nullopt;
    std::optional<base::Instant> until;
    if (row->flag(0)) until = row->instant(1);
    return std::make_optional(until);
}

constexpr database::Sql kDelete = "DELETE FROM session WHERE id = ?";

void delete_session(app::Context& context, std::uint64_t id) {
    context.database.execute(kDelete, id);
}

constexpr database::Sql kOwn =
    "SELECT id, created_at, last_seen_at, address, user_agent FROM session WHERE account_id = ? AND "
    "expires_at > ? AND (remembered = 1 OR last_seen_at > ?) "
    "ORDER BY last_seen_at DESC LIMIT ?";

std::vector<SessionRow> sessions_of(app::Context& context, base::AccountId account) {
    std::vector<SessionRow> sessions;
    for (const auto& row :
         context.database.query(kOwn, account, context.now(),
                                context.now() - context.config.seconds("session.idle"), kMostSessions)) {
        sessions.push_back({row.number(0), row.instant(1), row.instant(2), row.text(3), row.text(4),
                            row.number(0) == context.actor.session});
    }
    return sessions;
}

std::vector<SessionRow> own_sessions(app::Context& context) {
    return sessions_of(context, context.actor.account);
}

constexpr database::Sql kEndOne = "DELETE FROM session WHERE id = ? AND account_id = ?";

bool end_session_of(app::Context& context, base::AccountId account, std::uint64_t id) {
    return context.database.execute(kEndOne, id, account) == 1;
}

bool end_own_session(app::Context& context, std::uint64_t id) {
    return end_session_of(context, context.actor.account, id);
}

constexpr database::Sql kEndOthers = "DELETE FROM session WHERE account_id = ? AND id <> ?";

std::uint64_t end_other_sessions(app::Context& context, base::AccountId account, std::uint64_t kept) {
    return context.database.execute(kEndOthers, account, kept);
}

std::uint64_t end_all_sessions(app::Context& context, base::AccountId account) {
    return end_other_sessions(context, account, 0);
}

}  // namespace identity
