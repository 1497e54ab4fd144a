// Every statement about phone numbers.
#include "identity/phone_store.h"

#include "crypto/random.h"
#include "crypto/sealed.h"
#include "identity/unconfirmed_factor_store.h"

namespace identity {

namespace {

constexpr std::chrono::hours kUnconfirmedFor(1);

std::string browser_key(const app::Context& context) {
    return crypto::sha256("browser:" + context.browser);
}

Phone opened(app::Context& context, const database::Row& row) {
    const auto clear = crypto::open(context.keys[crypto::Ring::identity], crypto::Purpose::factor,
                                    {"phone", "number", row.text(1)}, {row.text(2)});
    const auto number = base::PhoneNumber::parse(clear.reveal());
    if (!number) throw base::Bug("a kept phone number is none");
    return {row.number(0), *number, row.flag(3), row.number(4), row.instant(5), row.maybe_instant(6)};
}

std::optional<Phone> maybe_opened(app::Context& context, const std::optional<database::Row>& row) {
    if (!row) return std::nullopt;
    return opened(context, *row);
}

}  // namespace

constexpr database::Sql kFind =
    "SELECT id, tag, number, takes_text, consent_id, created_at, last_used_at FROM phone "
    "WHERE account_id = ? AND confirmed_at IS NOT NULL ORDER BY confirmed_at DESC LIMIT 1";

std::optional<Phone> find_phone(app::Context& context, base::AccountId account) {
    return maybe_opened(context, context.database.query_one(kFind, account));
}

constexpr database::Sql kUnproved =
    "SELECT id, tag, number, takes_text, consent_id, created_at, last_used_at FROM phone "
    "WHERE id = ? AND account_id = ? AND browser = ? AND confirmed_at IS NULL AND created_at > ?";

std::optional<Phone> find_unproved_phone(app::Context& context, base::AccountId account, std::uint64_t id) {
    const auto oldest = context.now() - context.config.seconds("session.half");
    return maybe_opened(context,
                        context.database.query_one(kUnproved, id, account, browser_key(context), oldest));
}

constexpr database::Sql kInsert =
    "INSERT INTO phone (tag, account_id, number, takes_text, consent_id, browser, created_at, "
    "unconfirmed_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

std::uint64_t insert_phone(app::Context& context, base::AccountId account, const base::PhoneNumber& number,
                           bool takes_text, std::uint64_t consent) {
    const auto tag = crypto::random_bytes(16);
    const auto sealed = crypto::seal(context.keys[crypto::Ring::identity], crypto::Purpose::factor,
                                     {"phone", "number", tag}, number.e164());
    const auto unconfirmed = insert_unconfirmed(context, kUnconfirmedFor);
    return context.database.insert(kInsert, tag, account, sealed.token, takes_text, consent,
                                   browser_key(context), context.now(), unconfirmed);
}

constexpr database::Sql kConfirm =
    "UPDATE phone SET confirmed_at = ?, unconfirmed_id = NULL, last_used_at = ? "
    "WHERE id = ? AND account_id = ? AND confirmed_at IS NULL";

bool confirm_phone(app::Context& context, base::AccountId account, std::uint64_t id) {
    const auto now = context.now();
    return context.database.execute(kConfirm, now, now, id, account) == 1;
}

constexpr database::Sql kCountsSince =
    "SELECT 1 FROM phone WHERE account_id = ? AND confirmed_at >= ? LIMIT 1";

bool phone_counts_since(app::Context& context, base::AccountId account, base::Instant since) {
    return context.database.query_one(kCountsSince, account, since).has_value();
}

constexpr database::Sql kUsed =
    "UPDATE phone SET last_used_at = ? WHERE account_id = ? AND confirmed_at IS NOT NULL";

void note_phone_use(app::Context& context, base::AccountId account) {
    context.database.execute(kUsed, context.now(), account);
}

constexpr database::Sql kDelete = "DELETE FROM phone WHERE id = ? AND account_id = ?";

bool delete_phone(app::Context& context, base::AccountId account, std::uint64_t id) {
    return context.database.execute(kDelete, id, account) == 1;
}

constexpr database::Sql kConsents =
    "SELECT consent_id FROM phone WHERE account_id = ? AND confirmed_at IS NOT NULL FOR UPDATE";

std::vector<std::uint64_t> lock_consents(app::Context& context, base::AccountId account) {
    std::vector<std::uint64_t> consents;
    for (const auto& row : context.database.query(kConsents, account)) consents.push_back(row.number(0));
    return consents;
}

constexpr database::Sql kDeleteAll =
    "DELETE FROM phone WHERE account_id = ? AND (confirmed_at IS NOT NULL OR ? = 1)";

void delete_phones(app::Context& context, base::AccountId account, bool all) {
    context.database.execute(kDeleteAll, account, all);
}

}  // namespace identity
