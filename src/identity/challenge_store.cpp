// Every statement about challenges, and which of both stores is asked.
#include "identity/challenge_store.h"

#include "identity/challenge_redis.h"

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
    if (context.redis != nullptr && insert_in_redis(context, challenge)) return;
    context.database.execute(kInsert, challenge.purpose, challenge.browser, challenge.target,
                             challenge.account, challenge.code_hash, now, challenge.expires_at);
}

// Also one that was used: it ends what lies in Redis from before.
constexpr database::Sql kNewest =
    "SELECT id, code_hash, tries, created_at, expires_at, used_at IS NULL FROM challenge WHERE browser = ? "
    "AND "
    "purpose = ? AND target = ? ORDER BY created_at DESC, id DESC LIMIT 1";

std::optional<StoredChallenge> newest_challenge(app::Context& context, std::string_view purpose,
                                                const std::string& browser, const std::string& target) {
    const auto row = context.database.query_one(kNewest, browser, purpose, target);
    if (context.redis != nullptr) {
        auto found = newest_in_redis(context, purpose, browser, target);
        if (found && (!row || row->instant(3) < found->created_at)) return found;
    }
    if (!row || row->number(5) == 0) return std::nullopt;
    return StoredChallenge{row->number(0), row->text(1), static_cast<int>(row->number(2)), row->instant(3),
                           row->instant(4)};
}

constexpr database::Sql kCountTry =
    "UPDATE challenge SET tries = tries + 1 WHERE id = ? AND tries < ? AND used_at IS NULL";

bool count_try(app::Context& context, std::uint64_t id, int most) {
    if (lies_in_redis(id)) return count_in_redis(context, id, most);
    return context.database.execute(kCountTry, id, most) == 1;
}

constexpr database::Sql kUse = "UPDATE challenge SET used_at = ? WHERE id = ? AND used_at IS NULL";
// The primary key lets one of all that try; kept until no Redis can hold the challenge any more.
constexpr database::Sql kNoteUse = "INSERT INTO challenge_use (challenge, expires_at) VALUES (?, ?)";

bool use_challenge(app::Context& context, std::uint64_t id) {
    if (!lies_in_redis(id)) return context.database.execute(kUse, context.now(), id) == 1;
    if (!claim_in_redis(context, id)) return false;
    try {
        context.database.execute(kNoteUse, id, context.now() + context.config.seconds("code.lifetime"));
    } catch (const database::DuplicateKey&) {
        return false;
    }
    return true;
}

}  // namespace identity
