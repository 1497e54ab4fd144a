// The statements that look again.
#include "identity/claim_store.h"

namespace identity {

constexpr database::Sql kClaim = "UPDATE account SET turn = turn + 1 WHERE id = ? AND status = 'active'";

bool claim_account(app::Context& context, base::AccountId account) {
    return context.database.execute(kClaim, account) == 1;
}

constexpr database::Sql kLives = "SELECT 1 FROM session WHERE id = ? AND account_id = ?";

bool claim_own(app::Context& context) {
    const auto& actor = context.actor;
    return claim_account(context, actor.account) &&
           context.database.query_one(kLives, actor.session, actor.account).has_value();
}

constexpr database::Sql kIsHash = "SELECT 1 FROM password WHERE account_id = ? AND hash = ?";

bool is_current_hash(app::Context& context, base::AccountId account, const std::string& hash) {
    return context.database.query_one(kIsHash, account, hash).has_value();
}

}  // namespace identity
