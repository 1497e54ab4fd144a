// Every statement about trusted browsers; the account stands in every WHERE clause.
#include "crypto/random.h"
#include "identity/devices.h"
#include "identity/trusted_browsers.h"

namespace identity {

namespace {

std::string token_hash(const app::Context& context, base::AccountId account) {
    return crypto::sha256(fmt::format("trusted:{}:{}", account.value(), context.device));
}

}  // namespace

bool trust_offered(const app::Context& context) {
    return context.config.flag("factors.trust_browsers");
}

std::int64_t trust_days(const app::Context& context) {
    return std::chrono::floor<std::chrono::days>(context.config.seconds("factors.trusted_for")).count();
}

constexpr database::Sql kUse =
    "UPDATE trusted_browser SET last_used_at = ? WHERE token_hash = ? AND account_id = ? AND expires_at > ?";

bool use_trust(app::Context& context, base::AccountId account) {
    if (!trust_offered(context) || context.device.size() != crypto::kTokenSize) return false;
    return context.database.execute(kUse, context.now(), token_hash(context, account), account,
                                    context.now()) == 1;
}

constexpr database::Sql kTrust =
    "INSERT INTO trusted_browser (account_id, token_hash, user_agent, created_at, last_used_at, expires_at) "
    "VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE user_agent = VALUES(user_agent), "
    "last_used_at = VALUES(last_used_at), expires_at = VALUES(expires_at)";

void trust_browser(app::Context& context, base::AccountId account) {
    if (!trust_offered(context)) return;
    renew_device(context);
    const auto now = context.now();
    context.database.execute(kTrust, account, token_hash(context, account), context.user_agent, now, now,
                             now + context.config.seconds("factors.trusted_for"));
}

constexpr database::Sql kOwn =
    "SELECT id, user_agent, created_at, last_used_at, expires_at, token_hash FROM trusted_browser "
    "WHERE account_id = ? AND expires_at > ? ORDER BY last_used_at DESC LIMIT 100";

std::vector<TrustedBrowser> trusted_browsers(app::Context& context) {
    const auto account = context.actor.account;
    const auto own = token_hash(context, account);
    std::vector<TrustedBrowser> browsers;
    for (const auto& row : context.database.query(kOwn, account, context.now())) {
        browsers.push_back(
            {row.number(0), row.text(1), row.instant(2), row.instant(3), row.instant(4), row.text(5) == own});
    }
    return browsers;
}

constexpr database::Sql kDistrust = "DELETE FROM trusted_browser WHERE id = ? AND account_id = ?";

bool distrust_browser(app::Context& context, std::uint64_t id) {
    return context.database.execute(kDistrust, id, context.actor.account) == 1;
}

constexpr database::Sql kDistrustAll = "DELETE FROM trusted_browser WHERE account_id = ?";

void distrust_browsers(app::Context& context, base::AccountId account) {
    context.database.execute(kDistrustAll, account);
}

}  // namespace identity
