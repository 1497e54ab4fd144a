// The list of deliveries: the one index that fits the filter is walked, the rest of the filter is asked of a
// window of at most kWindow of its rows.
#include "administration/delivery_store.h"

namespace administration {

namespace {

constexpr int kWindow = 2000;
constexpr int kPlainWindow = 200;  // where only phantoms are passed over
constexpr int kMostEvents = 50;

Delivery delivery_of(const database::Row& row) {
    return {.id = row.id<DeliveryId>(0),
            .tag = row.text(1),
            .kind = row.text(2),
            .recipient = row.text(3),
            .state = row.text(4),
            .fate = row.text(5),
            .attempts = row.number(6),
            .perhaps_twice = row.number(7) > 0 || row.flag(8),
            .sealed = row.flag(9),
            .provider = row.text(10),
            .provider_id = row.text(11),
            .last_answer = row.text(12),
            .created_at = row.instant(13),
            .next_try_at = row.instant(14),
            .sent_at = row.maybe_instant(15),
            .expires_at = row.maybe_instant(16)};
}

bool is_fate(std::string_view state) {
    return state == "delivered" || state == "soft_bounce" || state == "hard_bounce" ||
           state == "complained" || state == "rejected";
}

}  // namespace

constexpr database::Sql kNewest =
    "SELECT o.id, o.tag, o.kind, o.recipient, o.state, o.fate, o.attempts, o.doubtful, o.repeated, o.sealed, "
    "o.provider, o.provider_id, o.last_answer, o.created_at, o.next_try_at, o.sent_at, o.expires_at FROM "
    "(SELECT id FROM outbox WHERE id < ? ORDER BY id DESC LIMIT ?) w STRAIGHT_JOIN outbox o ON o.id = w.id "
    "WHERE o.state <> 'void' AND (? = '' OR o.state = ?) AND (? = '' OR o.fate = ?) AND (? = '' OR o.kind = "
    "?) "
    "AND (? = '' OR o.provider = ?) ORDER BY o.id DESC LIMIT ?";
constexpr database::Sql kByState =
    "SELECT o.id, o.tag, o.kind, o.recipient, o.state, o.fate, o.attempts, o.doubtful, o.repeated, o.sealed, "
    "o.provider, o.provider_id, o.last_answer, o.created_at, o.next_try_at, o.sent_at, o.expires_at FROM "
    "(SELECT id FROM outbox WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?) w STRAIGHT_JOIN outbox o ON "
    "o.id = w.id "
    "WHERE o.state <> 'void' AND (? = '' OR o.state = ?) AND (? = '' OR o.fate = ?) AND (? = '' OR o.kind = "
    "?) "
    "AND (? = '' OR o.provider = ?) ORDER BY o.id DESC LIMIT ?";
constexpr database::Sql kByFate =
    "SELECT o.id, o.tag, o.kind, o.recipient, o.state, o.fate, o.attempts, o.doubtful, o.repeated, o.sealed, "
    "o.provider, o.provider_id, o.last_answer, o.created_at, o.next_try_at, o.sent_at, o.expires_at FROM "
    "(SELECT id FROM outbox WHERE fate = ? AND id < ? ORDER BY id DESC LIMIT ?) w STRAIGHT_JOIN outbox o ON "
    "o.id = w.id "
    "WHERE o.state <> 'void' AND (? = '' OR o.state = ?) AND (? = '' OR o.fate = ?) AND (? = '' OR o.kind = "
    "?) "
    "AND (? = '' OR o.provider = ?) ORDER BY o.id DESC LIMIT ?";
constexpr database::Sql kByRecipient =
    "SELECT o.id, o.tag, o.kind, o.recipient, o.state, o.fate, o.attempts, o.doubtful, o.repeated, o.sealed, "
    "o.provider, o.provider_id, o.last_answer, o.created_at, o.next_try_at, o.sent_at, o.expires_at FROM "
    "(SELECT id FROM outbox WHERE recipient_canonical = ? AND id < ? ORDER BY id DESC LIMIT ?) w "
    "STRAIGHT_JOIN outbox o ON o.id = w.id "
    "WHERE o.state <> 'void' AND (? = '' OR o.state = ?) AND (? = '' OR o.fate = ?) AND (? = '' OR o.kind = "
    "?) "
    "AND (? = '' OR o.provider = ?) ORDER BY o.id DESC LIMIT ?";
constexpr database::Sql kNewestEnd =
    "SELECT COUNT(*), MIN(id) FROM (SELECT id FROM outbox WHERE id < ? ORDER BY id DESC LIMIT ?) w";
constexpr database::Sql kByStateEnd =
    "SELECT COUNT(*), MIN(id) FROM (SELECT id FROM outbox WHERE state = ? AND id < ? ORDER BY id DESC LIMIT "
    "?) w";
constexpr database::Sql kByFateEnd =
    "SELECT COUNT(*), MIN(id) FROM (SELECT id FROM outbox WHERE fate = ? AND id < ? ORDER BY id DESC LIMIT "
    "?) w";
constexpr database::Sql kByRecipientEnd =
    "SELECT COUNT(*), MIN(id) FROM (SELECT id FROM outbox WHERE recipient_canonical = ? AND id < ? ORDER BY "
    "id DESC LIMIT ?) w";

namespace {

// Where the search of a window ended: nothing when the window held all there is.
DeliveryId end_of_window(const database::Row& row, int window) {
    return row.integer(0) < window ? DeliveryId() : row.id<DeliveryId>(1);
}

}  // namespace

DeliveryList find_deliveries(app::Context& context, const DeliveryFilter& filter, DeliveryId before,
                             int most) {
    auto& db = context.database;
    const std::uint64_t from = before ? before.value() : ~std::uint64_t{0};
    const std::string state = is_fate(filter.state) ? "" : filter.state;
    const std::string fate = is_fate(filter.state) ? filter.state : "";
    const bool narrow = !filter.kind.empty() || !filter.provider.empty() || !filter.recipient.empty();
    const int window = narrow ? kWindow : filter.state.empty() ? kPlainWindow : most + 1;

    const auto rest = [&](const database::Sql& sql, const auto&... first) {
        return db.query(sql, first..., from, window, state, state, fate, fate, filter.kind, filter.kind,
                        filter.provider, filter.provider, most + 1);
    };
    const auto rows = !filter.recipient.empty() ? rest(kByRecipient, filter.recipient)
                      : !state.empty()          ? rest(kByState, state)
                      : !fate.empty()           ? rest(kByFate, fate)
                                                : rest(kNewest);
    DeliveryList list;
    for (const auto& row : rows) {
        if (static_cast<int>(list.rows.size()) == most) {
            list.next = list.rows.back().id;
            return list;
        }
        list.rows.push_back(delivery_of(row));
    }
    const auto end = !filter.recipient.empty() ? db.query_one(kByRecipientEnd, filter.recipient, from, window)
                     : !state.empty()          ? db.query_one(kByStateEnd, state, from, window)
                     : !fate.empty()           ? db.query_one(kByFateEnd, fate, from, window)
                                               : db.query_one(kNewestEnd, from, window);
    list.next = end_of_window(*end, window);
    list.all_seen = !list.next;
    return list;
}

constexpr database::Sql kOne =
    "SELECT o.id, o.tag, o.kind, o.recipient, o.state, o.fate, o.attempts, o.doubtful, o.repeated, o.sealed, "
    "o.provider, o.provider_id, o.last_answer, o.created_at, o.next_try_at, o.sent_at, o.expires_at "
    "FROM outbox o WHERE o.id = ? AND o.state <> 'void'";

std::optional<Delivery> find_delivery(app::Context& context, DeliveryId id) {
    const auto row = context.database.query_one(kOne, id);
    if (!row) return std::nullopt;
    return delivery_of(*row);
}

constexpr database::Sql kEvents =
    "SELECT kind, answer, happened_at FROM delivery_event WHERE outbox_id = ? ORDER BY id DESC LIMIT ?";

std::vector<DeliveryEvent> events_of(app::Context& context, DeliveryId id) {
    std::vector<DeliveryEvent> events;
    for (const auto& row : context.database.query(kEvents, id, kMostEvents))
        events.push_back({row.text(0), row.text(1), row.instant(2)});
    return events;
}

constexpr database::Sql kGivenUp =
    "SELECT id FROM outbox WHERE state = 'dead' AND id > ? ORDER BY id LIMIT ?";

std::vector<DeliveryId> given_up(app::Context& context, DeliveryId after, int most) {
    std::vector<DeliveryId> ids;
    for (const auto& row : context.database.query(kGivenUp, after.value(), most))
        ids.push_back(row.id<DeliveryId>(0));
    return ids;
}

constexpr database::Sql kCount =
    "SELECT COUNT(*) FROM (SELECT state FROM outbox WHERE state = ? LIMIT ?) AS some";

int count_state(app::Context& context, std::string_view state, int most) {
    return static_cast<int>(context.database.query_one(kCount, state, most)->integer(0));
}

}  // namespace administration
