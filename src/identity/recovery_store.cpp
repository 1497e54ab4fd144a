// Every statement about recovery codes.
#include "identity/recovery_store.h"

#include "crypto/recovery.h"

namespace identity {

constexpr database::Sql kCount =
    "SELECT COUNT(*) FROM recovery_code WHERE account_id = ? AND used_at IS NULL";

int count_recovery_codes(app::Context& context, base::AccountId account) {
    return static_cast<int>(context.database.query_one(kCount, account)->integer(0));
}

constexpr database::Sql kDelete = "DELETE FROM recovery_code WHERE account_id = ?";
constexpr database::Sql kInsert =
    "INSERT INTO recovery_code (account_id, code_hash, created_at) VALUES (?, ?, ?)";

void replace_recovery_codes(app::Context& context, base::AccountId account,
                            const std::vector<std::string>& normal) {
    delete_recovery_codes(context, account);
    const auto& ring = context.keys[crypto::Ring::identity];
    for (const auto& code : normal) {
        context.database.execute(kInsert, account, crypto::recovery_code_hash(ring, account, code),
                                 context.now());
    }
}

void delete_recovery_codes(app::Context& context, base::AccountId account) {
    context.database.execute(kDelete, account);
}

constexpr database::Sql kDeleteSince = "DELETE FROM recovery_code WHERE account_id = ? AND created_at >= ?";

bool delete_recovery_codes_since(app::Context& context, base::AccountId account, base::Instant since) {
    return context.database.execute(kDeleteSince, account, since) > 0;
}

constexpr database::Sql kFind =
    "SELECT id FROM recovery_code WHERE account_id = ? AND code_hash = ? AND used_at IS NULL";

std::optional<std::uint64_t> find_recovery_code(app::Context& context, base::AccountId account,
                                                std::string_view normal) {
    std::optional<std::uint64_t> found;
    for (const auto& hash :
         crypto::recovery_code_hashes(context.keys[crypto::Ring::identity], account, normal)) {
        if (const auto row = context.database.query_one(kFind, account, hash)) found = row->number(0);
    }
    return found;
}

constexpr database::Sql kUse =
    "UPDATE recovery_code SET used_at = ? WHERE id = ? AND account_id = ? AND used_at IS NULL";

bool use_recovery_code(app::Context& context, base::AccountId account, std::uint64_t id) {
    return context.database.execute(kUse, context.now(), id, account) == 1;
}

}  // namespace identity
