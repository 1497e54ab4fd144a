// Every statement about half-finished sign-ins; the browser stands in the WHERE clause.
#include "identity/pending_store.h"

#include "crypto/random.h"

namespace identity {

namespace {
std::string browser_key(const app::Context& context) {
    return crypto::sha256("browser:" + context.browser);
}
}  // namespace

constexpr database::Sql kInsert =
    "INSERT INTO pending_sign_in (browser, account_id, identifier, purpose, first_factor, remember, "
    "next_path, created_at, proved_at, passed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::uint64_t insert_pending(app::Context& context, const PendingSignIn& pending) {
    std::optional<base::AccountId> account;
    if (pending.account) account = pending.account;
    std::optional<base::Instant> proved_at, passed_at;
    if (pending.proved) proved_at = context.now();
    if (pending.passed) passed_at = context.now();
    return context.database.insert(kInsert, browser_key(context), account, pending.identifier,
                                   to_text(pending.purpose), to_text(pending.first), pending.remember,
                                   pending.next, context.now(), proved_at, passed_at);
}

constexpr database::Sql kFind =
    "SELECT a.id, p.identifier, p.first_factor, p.remember, p.next_path, p.proved_at, p.purpose, "
    "p.passed_at FROM pending_sign_in p "
    "LEFT JOIN account a ON a.id = p.account_id AND a.status = 'active' "
    "WHERE p.id = ? AND p.browser = ? AND p.created_at > ?";

std::optional<PendingSignIn> find_pending(app::Context& context, std::uint64_t id) {
    const auto oldest = context.now() - context.config.seconds("session.half");
    const auto row = context.database.query_one(kFind, id, browser_key(context), oldest);
    if (!row) return std::nullopt;
    PendingSignIn pending;
    pending.id = id;
    if (const auto account = row->maybe_id<base::AccountId>(0)) pending.account = *account;
    pending.identifier = row->text(1);
    pending.first = factor_of(row->text(2)).value_or(Factor::password);
    pending.remember = row->flag(3);
    pending.next = row->text(4);
    pending.proved = !row->is_null(5);
    pending.purpose = row->text(6) == to_text(Purpose::reset) ? Purpose::reset : Purpose::sign_in;
    pending.passed = !row->is_null(7);
    return pending;
}

constexpr database::Sql kPass =
    "UPDATE pending_sign_in SET passed_at = ? WHERE id = ? AND browser = ? AND passed_at IS NULL";

bool pass_pending(app::Context& context, std::uint64_t id) {
    return context.database.execute(kPass, context.now(), id, browser_key(context)) == 1;
}

constexpr database::Sql kReplace =
    "DELETE FROM pending_sign_in WHERE browser = ? AND identifier = ? AND purpose = ? AND id <> ? AND "
    "proved_at IS NULL";

void replace_unproved(app::Context& context, const PendingSignIn& newer) {
    context.database.execute(kReplace, browser_key(context), newer.identifier, to_text(newer.purpose),
                             newer.id);
}

constexpr database::Sql kDelete = "DELETE FROM pending_sign_in WHERE id = ?";

bool delete_pending(app::Context& context, std::uint64_t id) {
    return context.database.execute(kDelete, id) == 1;
}

constexpr database::Sql kForget = "DELETE FROM pending_sign_in WHERE browser = ?";

void forget_pending(app::Context& context) {
    context.database.execute(kForget, browser_key(context));
}

constexpr database::Sql kForgetOf = "DELETE FROM pending_sign_in WHERE account_id = ?";

void forget_pending_of(app::Context& context, base::AccountId account) {
    context.database.execute(kForgetOf, account);
}

}  // namespace identity
