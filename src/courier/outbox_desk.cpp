#include "courier/outbox_desk.h"

namespace courier {

namespace {

// One statement for one state (an index answers it), one for all.
constexpr database::Sql kByState =
    "SELECT id, tag, kind, recipient, state, provider, provider_id, last_answer, attempts, doubtful, "
    "created_at, "
    "next_try_at, sent_at, expires_at, fate, repeated FROM outbox WHERE state = ? AND id < ? ORDER BY id "
    "DESC LIMIT ?";
constexpr database::Sql kAll =
    "SELECT id, tag, kind, recipient, state, provider, provider_id, last_answer, attempts, doubtful, "
    "created_at, "
    "next_try_at, sent_at, expires_at, fate, repeated FROM outbox WHERE state <> 'void' AND id < ? ORDER BY "
    "id DESC LIMIT ?";
constexpr std::uint64_t kNewest = ~std::uint64_t{0};

}  // namespace

std::vector<Entry> entries(database::Connection& db, const std::string& state, std::uint64_t before,
                           int most) {
    if (before == 0) before = kNewest;
    std::vector<Entry> list;
    for (const auto& row :
         state.empty() ? db.query(kAll, before, most) : db.query(kByState, state, before, most)) {
        list.push_back({.id = row.number(0),
                        .tag = row.text(1),
                        .kind = row.text(2),
                        .recipient = row.text(3),
                        .state = row.text(4),
                        .provider = row.text(5),
                        .provider_id = row.text(6),
                        .last_answer = row.text(7),
                        .attempts = row.number(8),
                        .doubtful = row.number(9),
                        .created = row.instant(10),
                        .next_try = row.instant(11),
                        .sent = row.maybe_instant(12),
                        .expires = row.maybe_instant(13),
                        .fate = row.text(14),
                        .repeated = row.flag(15)});
    }
    return list;
}

}  // namespace courier
