// Every statement about devices, and their cookie.
#include "app/cookies.h"
#include "crypto/random.h"
#include "identity/devices.h"

namespace identity {

constexpr database::Sql kKnown = "SELECT 1 FROM device WHERE token_hash = ? AND account_id = ?";

bool device_is_known(app::Context& context, base::AccountId account) {
    return context.database.query_one(kKnown, crypto::sha256(context.device), account).has_value();
}

constexpr database::Sql kGiven = "SELECT 1 FROM device WHERE token_hash = ? LIMIT 1";
constexpr database::Sql kRemember =
    "INSERT INTO device (token_hash, account_id, created_at, last_used_at) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE last_used_at = VALUES(last_used_at)";

void remember_device(app::Context& context, base::AccountId account) {
    // A value that nobody was given is not taken over: whoever planted it would know it.
    if (context.device.size() != crypto::kTokenSize ||
        !context.database.query_one(kGiven, crypto::sha256(context.device))) {
        context.device = crypto::random_token();
    }
    context.database.execute(kRemember, crypto::sha256(context.device), account, context.now(),
                             context.now());
}

constexpr database::Sql kRenew = "UPDATE device SET token_hash = ? WHERE token_hash = ?";

void renew_device(app::Context& context) {
    const auto token = crypto::random_token();
    context.database.execute(kRenew, crypto::sha256(token), crypto::sha256(context.device));
    context.device = token;
}

constexpr database::Sql kForget = "DELETE FROM device WHERE account_id = ?";

void forget_devices(app::Context& context, base::AccountId account) {
    context.database.execute(kForget, account);
}

void set_device_cookie(const app::Context& context, http::Response& response) {
    constexpr int kYear = 365 * 24 * 3600;
    response.with_cookie(
        {.name = app::cookie_name(context.config, "-device"), .value = context.device, .max_age = kYear});
}

}  // namespace identity
