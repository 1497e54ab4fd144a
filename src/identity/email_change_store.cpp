// Every statement about changes of the address.
#include "identity/email_change_store.h"

namespace identity {

namespace {

base::EmailAddress kept(const std::string& text) {
    const auto email = base::EmailAddress::parse(text);
    if (!email) throw base::Bug("a kept change of address holds no address");
    return *email;
}

std::optional<EmailUndo> undo_of(const std::optional<database::Row>& row) {
    if (!row) return std::nullopt;
    return EmailUndo{.id = row->number(0),
                     .account = row->id<base::AccountId>(1),
                     .old = kept(row->text(2)),
                     .done_at = row->instant(3),
                     .had_second = row->flag(4),
                     .mailed = {row->flag(5), row->flag(6)}};
}

}  // namespace

constexpr database::Sql kInsert =
    "INSERT INTO email_change (account_id, session_id, old_email, old_canonical, new_email, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?)";

std::uint64_t insert_email_change(app::Context& context, const std::string& old_email,
                                  const base::EmailAddress& wanted) {
    const auto& actor = context.actor;
    return context.database.insert(kInsert, actor.account, actor.session, old_email,
                                   kept(old_email).canonical(), wanted.text(), context.now());
}

constexpr database::Sql kFind =
    "SELECT old_canonical, old_email, new_email FROM email_change "
    "WHERE id = ? AND account_id = ? AND session_id = ? AND done_at IS NULL AND created_at > ?";

std::optional<PendingEmailChange> find_email_change(app::Context& context, std::uint64_t id) {
    const auto& actor = context.actor;
    const auto oldest = context.now() - context.config.seconds("session.half");
    const auto row = context.database.query_one(kFind, id, actor.account, actor.session, oldest);
    if (!row) return std::nullopt;
    return PendingEmailChange{id, row->text(0), row->text(1), kept(row->text(2))};
}

constexpr database::Sql kChanged =
    "UPDATE email_change SET done_at = ?, undo_hash = ?, undo_until = ?, had_second = ?, mailed_sign_in = ?, "
    "mailed_second = ? WHERE id = ? AND account_id = ? AND done_at IS NULL";

bool mark_changed(app::Context& context, std::uint64_t id, const std::string& undo_hash,
                  base::Instant undo_until, const OwnFactors& own) {
    return context.database.execute(kChanged, context.now(), undo_hash, undo_until, own.has_second(),
                                    own.by_mailed_code, own.mailed_code, id, context.actor.account) == 1;
}

constexpr database::Sql kForget = "DELETE FROM email_change WHERE account_id = ? AND done_at IS NULL";

void forget_email_changes(app::Context& context, base::AccountId account) {
    context.database.execute(kForget, account);
}

constexpr database::Sql kChange =
    "UPDATE account SET email = ?, email_canonical = ? WHERE id = ? AND email_canonical = ?";

bool change_address(app::Context& context, base::AccountId account, const std::string& from,
                    const base::EmailAddress& to) {
    return context.database.execute(kChange, to.text(), to.canonical(), account, from) == 1;
}

constexpr database::Sql kFindUndo =
    "SELECT id, account_id, old_email, done_at, had_second, mailed_sign_in, mailed_second FROM email_change "
    "WHERE undo_hash = ? AND undo_until > ? AND undone_at IS NULL";

std::optional<EmailUndo> find_undo(app::Context& context, const std::string& undo_hash) {
    return undo_of(context.database.query_one(kFindUndo, undo_hash, context.now()));
}

constexpr database::Sql kFindWayBack =
    "SELECT id, account_id, old_email, done_at, had_second, mailed_sign_in, mailed_second FROM email_change "
    "WHERE account_id = ? AND old_canonical = ? AND undo_until > ? AND undone_at IS NULL ORDER BY done_at "
    "LIMIT 1";

std::optional<EmailUndo> find_way_back(app::Context& context, base::AccountId account,
                                       const std::string& canonical) {
    return undo_of(context.database.query_one(kFindWayBack, account, canonical, context.now()));
}

constexpr database::Sql kUndone = "UPDATE email_change SET undone_at = ? WHERE id = ? AND undone_at IS NULL";

bool mark_undone(app::Context& context, std::uint64_t id) {
    return context.database.execute(kUndone, context.now(), id) == 1;
}

constexpr database::Sql kLaterUndone =
    "UPDATE email_change SET undone_at = ? WHERE account_id = ? AND done_at > ? AND undone_at IS NULL";

void mark_later_undone(app::Context& context, const EmailUndo& undo) {
    context.database.execute(kLaterUndone, context.now(), undo.account, undo.done_at);
}

constexpr database::Sql kReserved =
    "SELECT old_email FROM email_change WHERE old_canonical = ? AND undo_until > ? AND undone_at IS NULL "
    "AND account_id <> ? ORDER BY undo_until DESC LIMIT 1";

std::optional<std::string> reserved_address(app::Context& context, const std::string& canonical,
                                            base::AccountId account) {
    const auto row = context.database.query_one(kReserved, canonical, context.now(), account);
    if (!row) return std::nullopt;
    return row->text(0);
}

}  // namespace identity
