// One upsert counts, one select asks; both on the primary key.
#include "app/rate_store.h"

#include "crypto/random.h"

namespace app {

namespace {

std::string bucket_of(const RateLimit& limit, std::string_view whom) {
    return crypto::sha256(fmt::format("rate:{}:{}", limit.name, whom));
}

// The window is looked at before it is moved: assignments run from left to right.
constexpr database::Sql kCount =
    "INSERT INTO rate (bucket, amount, window_ends_at) VALUES (?, 1, ?) ON DUPLICATE KEY UPDATE "
    "amount = IF(window_ends_at <= ?, 1, amount + 1), "
    "window_ends_at = IF(window_ends_at <= ?, ?, window_ends_at)";
constexpr database::Sql kAmount = "SELECT amount, window_ends_at FROM rate WHERE bucket = ?";
constexpr database::Sql kUncount = "UPDATE rate SET amount = amount - 1 WHERE bucket = ? AND amount > 0";

}  // namespace

RateState count(Context& context, const RateLimit& limit, std::string_view whom) {
    const auto bucket = bucket_of(limit, whom);
    const auto now = context.now();
    const auto ends = now + limit.window;
    context.database.execute(kCount, bucket, ends, now, now, ends);
    const auto row = context.database.query_one(kAmount, bucket);
    if (!row) return {true, 1, 0};  // swept in between
    const auto amount = static_cast<int>(row->number(0));
    const auto most = limit.is_guard ? limit.amount : limit.amount * context.config.integer("limits.factor");
    if (amount <= most) return {true, amount, 0};
    const auto left = std::chrono::ceil<std::chrono::seconds>(row->instant(1) - now).count();
    return {false, amount, static_cast<int>(std::max<std::int64_t>(left, 1))};
}

void uncount(Context& context, const RateLimit& limit, std::string_view whom) {
    context.database.execute(kUncount, bucket_of(limit, whom));
}

}  // namespace app
