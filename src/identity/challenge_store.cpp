// Every statement about challenges.
#include "identity/challenge_store.h"

namespace identity {

constexpr database::Sql kEndOlder =
    "UPDATE challenge SET expires_at = ? WHERE target = ? AND purpose = ? AND browser = ? AND used_at IS "
    "NULL "
    "AND expires_at > ?";
constexpr database::Sql kInsert =
    "INSERT INTO challenge (purpose, browser, target, account_id, code_hash, created_at, expires_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)";

void insert_challenge(app::Context& context, const NewChallenge& challenge) {
    const auto now = context.now();
    context.database.execute(kEndOlder, now, challenge.target, challenge.purpose, challenge.browser, now);
    context.database.execute(kInsert, challenge.purpose, challenge.browser, challenge.target,
                             challenge.account, challenge.code_hash, now, challenge.expires_at);
}

constexpr database::Sql kNewest =
    "SELECT id, code_hash, tries, expires_at FROM challenge WHERE browser = ? AND purpose = ? AND target = ? "
    "AND used_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1";

std::optional<StoredChallenge> newest_challenge(app::Context& context, std::string_view purpose,
                                                const std::string& browser, const std::string& target) {
    const auto row = context.database.query_one(kNewest, browser, purpose, target);
    if (!row) return std::nullopt;
    return StoredChallenge{row->number(0), row->text(1), static_cast<int>(row->number(2)), row->instant(3)};
}

constexpr database::Sql kCountTry =
    "UPDATE challenge SET tries = tries + 1 WHERE id = ? AND tries < ? AND used_at IS NULL";

bool count_try(app::Context& context, std::uint64_t id, int most) {
    return context.database.execute(kCountTry, id, most) == 1;
}

constexpr database::Sql kUse = "UPDATE challenge SET used_at = ? WHERE id = ? AND used_at IS NULL";

bool use_challenge(app::Context& context, std::uint64_t id) {
    return context.database.execute(kUse, context.now(), id) == 1;
}

}  // namespace identity
