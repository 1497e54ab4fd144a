// Every statement about authenticator apps.
#include "identity/totp_store.h"

#include "crypto/random.h"
#include "crypto/sealed.h"
#include "identity/unconfirmed_factor_store.h"

namespace identity {

namespace {

constexpr std::chrono::days kUnconfirmedFor(1);

std::string browser_key(const app::Context& context) {
    return crypto::sha256("browser:" + context.browser);
}

StoredApp opened(app::Context& context, const database::Row& row) {
    const auto& tag = row.text(1);
    return {row.number(0), crypto::open(context.keys[crypto::Ring::identity], crypto::Purpose::factor,
                                        {"totp", "secret", tag}, {row.text(2)})};
}

}  // namespace

constexpr database::Sql kList =
    "SELECT id, name, created_at, last_used_at FROM totp WHERE account_id = ? AND confirmed_at IS NOT NULL "
    "ORDER BY id";

std::vector<AuthenticatorApp> list_apps(app::Context& context, base::AccountId account) {
    std::vector<AuthenticatorApp> apps;
    for (const auto& row : context.database.query(kList, account)) {
        apps.push_back({row.number(0), row.text(1), row.instant(2), row.maybe_instant(3)});
    }
    return apps;
}

constexpr database::Sql kSecrets =
    "SELECT id, tag, secret FROM totp WHERE account_id = ? AND confirmed_at IS NOT NULL ORDER BY id";

std::vector<StoredApp> load_app_secrets(app::Context& context, base::AccountId account) {
    std::vector<StoredApp> apps;
    for (const auto& row : context.database.query(kSecrets, account)) apps.push_back(opened(context, row));
    return apps;
}

constexpr database::Sql kInsert =
    "INSERT INTO totp (tag, account_id, name, secret, browser, created_at, unconfirmed_id) "
    "VALUES (?, ?, '', ?, ?, ?, ?)";

std::uint64_t insert_app(app::Context& context, base::AccountId account, const base::Secret& secret) {
    const auto tag = crypto::random_bytes(16);
    const auto sealed = crypto::seal(context.keys[crypto::Ring::identity], crypto::Purpose::factor,
                                     {"totp", "secret", tag}, secret.reveal());
    const auto unconfirmed = insert_unconfirmed(context, kUnconfirmedFor);
    return context.database.insert(kInsert, tag, account, sealed.token, browser_key(context), context.now(),
                                   unconfirmed);
}

constexpr database::Sql kUnconfirmed =
    "SELECT id, tag, secret FROM totp WHERE account_id = ? AND browser = ? AND (id = ? OR ? = 0) "
    "AND confirmed_at IS NULL AND created_at > ? ORDER BY id DESC LIMIT 1";

std::optional<StoredApp> find_unconfirmed_app(app::Context& context, base::AccountId account,
                                              std::uint64_t id) {
    const auto oldest = context.now() - context.config.seconds("session.half");
    const auto row = context.database.query_one(kUnconfirmed, account, browser_key(context), id, id, oldest);
    if (!row) return std::nullopt;
    return opened(context, *row);
}

constexpr database::Sql kConfirm =
    "UPDATE totp SET confirmed_at = ?, unconfirmed_id = NULL, last_used_at = ?, name = ?, last_step = ? "
    "WHERE id = ? AND account_id = ? AND confirmed_at IS NULL";

bool confirm_app(app::Context& context, base::AccountId account, std::uint64_t id, const std::string& name,
                 std::int64_t step) {
    const auto now = context.now();
    return context.database.execute(kConfirm, now, now, name, static_cast<std::uint64_t>(step), id,
                                    account) == 1;
}

constexpr database::Sql kUse =
    "UPDATE totp SET last_step = ?, last_used_at = ? "
    "WHERE id = ? AND account_id = ? AND confirmed_at IS NOT NULL AND last_step < ?";

bool use_step(app::Context& context, base::AccountId account, std::uint64_t id, std::int64_t step) {
    const auto number = static_cast<std::uint64_t>(step);
    return context.database.execute(kUse, number, context.now(), id, account, number) == 1;
}

constexpr database::Sql kDelete =
    "DELETE FROM totp WHERE id = ? AND account_id = ? AND confirmed_at IS NOT NULL";

bool delete_app(app::Context& context, base::AccountId account, std::uint64_t id) {
    return context.database.execute(kDelete, id, account) == 1;
}

constexpr database::Sql kDeleteAll = "DELETE FROM totp WHERE account_id = ?";

void delete_apps(app::Context& context, base::AccountId account) {
    context.database.execute(kDeleteAll, account);
}

constexpr database::Sql kDeleteSince = "DELETE FROM totp WHERE account_id = ? AND confirmed_at >= ?";

std::uint64_t delete_apps_since(app::Context& context, base::AccountId account, base::Instant since) {
    return context.database.execute(kDeleteSince, account, since);
}

}  // namespace identity
