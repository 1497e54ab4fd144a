#include "outbox/bounce.h"

#include "base/email_address.h"

namespace outbox {

namespace {

Bounce bounce_of(const database::Row& row) {
    return {.address = row.text(0),
            .cause = row.text(1),
            .answer = row.text(2),
            .since = row.instant(3),
            .mail = row.number(4)};
}

}  // namespace

std::string_view to_words(const Bounce& bounce) {
    return bounce.cause == "complained" ? "mail from us was reported as spam"
                                        : "mail from us came back as undeliverable";
}

constexpr database::Sql kFind =
    "SELECT address_canonical, cause, answer, since, outbox_id FROM bounced_address WHERE address_canonical "
    "= ?";

std::optional<Bounce> find_bounce(database::Connection& db, std::string_view address) {
    const auto parsed = base::EmailAddress::parse(address);
    const auto row = db.query_one(kFind, parsed ? parsed->canonical() : std::string(address));
    if (!row) return std::nullopt;
    return bounce_of(*row);
}

constexpr database::Sql kList =
    "SELECT address_canonical, cause, answer, since, outbox_id FROM bounced_address "
    "WHERE address_canonical > ? ORDER BY address_canonical LIMIT ?";

std::vector<Bounce> bounces(database::Connection& db, std::string_view from, int most) {
    std::vector<Bounce> list;
    for (const auto& row : db.query(kList, from, most)) list.push_back(bounce_of(row));
    return list;
}

constexpr database::Sql kClear = "DELETE FROM bounced_address WHERE address_canonical = ?";

bool clear_bounce(database::Connection& db, std::string_view address) {
    return db.execute(kClear, address) == 1;
}

}  // namespace outbox
