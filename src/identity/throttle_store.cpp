// Every statement about failures in a row.
#include "identity/throttle_store.h"

namespace identity {

constexpr database::Sql kLoad = "SELECT failures, last_failure_at FROM throttle WHERE bucket = ?";

std::optional<Failures> load_failures(app::Context& context, const std::string& bucket) {
    const auto row = context.database.query_one(kLoad, bucket);
    if (!row) return std::nullopt;
    return Failures{static_cast<int>(row->number(0)), row->instant(1)};
}

// Assignments run from left to right: the old time is looked at before it is moved.
constexpr database::Sql kAdd =
    "INSERT INTO throttle (bucket, failures, last_failure_at) VALUES (?, 1, ?) ON DUPLICATE KEY UPDATE "
    "failures = IF(last_failure_at < ?, 1, failures + 1), last_failure_at = VALUES(last_failure_at)";

int add_failure(app::Context& context, const std::string& bucket, base::Instant forget_before) {
    context.database.execute(kAdd, bucket, context.now(), forget_before);
    const auto now = load_failures(context, bucket);
    return now ? now->amount : 1;
}

constexpr database::Sql kDelete = "DELETE FROM throttle WHERE bucket = ?";

void delete_failures(app::Context& context, const std::string& bucket) {
    context.database.execute(kDelete, bucket);
}

}  // namespace identity
