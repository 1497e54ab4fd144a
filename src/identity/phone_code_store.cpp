// Every statement about codes on their way to a phone.
#include "identity/phone_code_store.h"

#include "crypto/random.h"
#include "crypto/sealed.h"

namespace identity {

namespace {

std::string browser_key(const app::Context& context) {
    return crypto::sha256("browser:" + context.browser);
}

SentCode opened(app::Context& context, const database::Row& row) {
    const auto clear = crypto::open(context.keys[crypto::Ring::identity], crypto::Purpose::factor,
                                    {"phone_code", "reference", row.text(1)}, {row.text(2)});
    return {row.number(0), std::string(clear.reveal()), row.flag(3)};
}

}  // namespace

constexpr database::Sql kInsert =
    "INSERT INTO phone_code (tag, account_id, phone_id, browser, reference, reference_hash, called, "
    "created_at, "
    "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

void insert_code(app::Context& context, base::AccountId account, std::uint64_t phone,
                 std::string_view reference, bool called, base::Instant expires_at) {
    const auto tag = crypto::random_bytes(16);
    const auto sealed = crypto::seal(context.keys[crypto::Ring::identity], crypto::Purpose::factor,
                                     {"phone_code", "reference", tag}, reference);
    context.database.execute(kInsert, tag, account, phone, browser_key(context), sealed.token,
                             crypto::sha256(reference), called, context.now(), expires_at);
}

constexpr database::Sql kOwn =
    "SELECT id, tag, reference, called FROM phone_code "
    "WHERE account_id = ? AND phone_id = ? AND browser = ? AND expires_at > ? ORDER BY id DESC LIMIT 1";

std::optional<SentCode> own_code(app::Context& context, base::AccountId account, std::uint64_t phone) {
    const auto row = context.database.query_one(kOwn, account, phone, browser_key(context), context.now());
    if (!row) return std::nullopt;
    return opened(context, *row);
}

constexpr database::Sql kNewest =
    "SELECT id, tag, reference, called FROM phone_code WHERE account_id = ? AND phone_id = ? "
    "ORDER BY id DESC LIMIT 1";

std::optional<SentCode> newest_code(app::Context& context, base::AccountId account, std::uint64_t phone) {
    const auto row = context.database.query_one(kNewest, account, phone);
    if (!row) return std::nullopt;
    return opened(context, *row);
}

constexpr database::Sql kClaim =
    "UPDATE phone_code SET tries = tries + 1, checked_until = ? "
    "WHERE id = ? AND tries < ? AND (checked_until IS NULL OR checked_until <= ?)";

bool claim_code(app::Context& context, std::uint64_t id, int most, base::Instant until) {
    return context.database.execute(kClaim, until, id, most, context.now()) == 1;
}

constexpr database::Sql kTries = "SELECT tries FROM phone_code WHERE id = ?";

bool has_tries(app::Context& context, std::uint64_t id, int most) {
    const auto row = context.database.query_one(kTries, id);
    return row && static_cast<int>(row->number(0)) < most;
}

constexpr database::Sql kRelease = "UPDATE phone_code SET checked_until = NULL WHERE id = ?";

void release_code(app::Context& context, std::uint64_t id) {
    context.database.execute(kRelease, id);
}

constexpr database::Sql kCalled = "UPDATE phone_code SET called = 1 WHERE id = ? AND called = 0";

bool mark_called(app::Context& context, std::uint64_t id) {
    return context.database.execute(kCalled, id) == 1;
}

constexpr database::Sql kNotCalled = "UPDATE phone_code SET called = 0 WHERE id = ?";

void unmark_called(app::Context& context, std::uint64_t id) {
    context.database.execute(kNotCalled, id);
}

constexpr database::Sql kDelete = "DELETE FROM phone_code WHERE id = ? AND account_id = ?";

bool delete_code(app::Context& context, base::AccountId account, std::uint64_t id) {
    return context.database.execute(kDelete, id, account) == 1;
}

constexpr database::Sql kDeleteAll = "DELETE FROM phone_code WHERE account_id = ? AND phone_id = ?";

void delete_codes(app::Context& context, base::AccountId account, std::uint64_t phone) {
    context.database.execute(kDeleteAll, account, phone);
}

}  // namespace identity
