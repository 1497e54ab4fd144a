// One upsert counts, one select asks; both on the primary key. LAST_INSERT_ID() brings back what this very
// statement counted, so that of many at once exactly as many pass as may.
#include "app/rate_store.h"

#include "app/rate_blocks.h"

#include "crypto/random.h"

namespace app {

namespace {

std::string bucket_of(const RateLimit& limit, std::string_view whom) {
    return crypto::sha256(fmt::format("rate:{}:{}", limit.name, whom));
}

// The same of either pool's table. The window is looked at before it is moved: assignments run from left to
// right.
struct Statements {
    database::Sql count, counted, uncount, forget;
};
#define STATEMENTS_ON(table)                                                                          \
    {                                                                                                 \
        "INSERT INTO " table                                                                          \
        " (bucket, amount, window_ends_at) VALUES (?, LAST_INSERT_ID(?), ?) ON DUPLICATE KEY UPDATE " \
        "amount = LAST_INSERT_ID(IF(window_ends_at <= ?, VALUES(amount), amount + VALUES(amount))), " \
        "window_ends_at = IF(window_ends_at <= ?, ?, window_ends_at)",                                \
            "SELECT LAST_INSERT_ID(), MAX(window_ends_at) FROM " table " WHERE bucket = ?",           \
            "UPDATE " table " SET amount = amount - 1 WHERE bucket = ? AND amount > 0",               \
            "UPDATE " table " SET amount = 0 WHERE bucket = ?"                                        \
    }
constexpr Statements kGateSql = STATEMENTS_ON("rate");
constexpr Statements kHouseSql = STATEMENTS_ON("house_rate");
#undef STATEMENTS_ON

const Statements& statements(const Context& context) {
    return context.in_house ? kHouseSql : kGateSql;
}

struct Counted {
    std::int64_t amount;
    base::Instant ends;
};
Counted count_acts(Context& context, const std::string& bucket, std::chrono::seconds window, int acts) {
    const auto now = context.now();
    const auto ends = now + window;
    const auto& sql = statements(context);
    context.database.execute(sql.count, bucket, acts, ends, now, now, ends);
    const auto row = context.database.query_one(sql.counted, bucket);
    // No row: it was swept in between.
    return {static_cast<std::int64_t>(row->number(0)), row->is_null(1) ? ends : row->instant(1)};
}

RateState refused(const Context& context, std::int64_t amount, base::Instant ends) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(ends - context.now()).count();
    return {false, static_cast<int>(amount), static_cast<int>(std::max<std::int64_t>(left, 1))};
}

// What lies in Redis was paid for in the database before; what gets lost there is lost to the client alone.
RateState count_in_blocks(Context& context, const std::string& bucket, std::chrono::seconds window,
                          std::int64_t most) {
    const auto taken = take_paid(context, bucket, block_size(most));
    if (taken.state == Taken::State::passed) return {true, 0, 0};
    if (taken.state == Taken::State::spent) return refused(context, most + 1, taken.ends);
    const int block = taken.state == Taken::State::buy ? block_size(most) : 1;
    const auto counted = count_acts(context, bucket, window, block);
    const auto granted = std::clamp<std::int64_t>(most - (counted.amount - block), 0, block);
    if (granted != 1) put_paid(context, bucket, granted - 1, counted.ends);
    if (granted > 0) return {true, static_cast<int>(counted.amount), 0};
    // Somebody else's block may still have something left.
    if (take_paid(context, bucket, 1).state == Taken::State::passed) return {true, 0, 0};
    return refused(context, counted.amount, counted.ends);
}

}  // namespace

RateState count(Context& context, const RateLimit& limit, std::string_view whom) {
    const auto bucket = bucket_of(limit, whom);
    const auto most = limit.is_guard ? limit.amount : limit.amount * context.config.integer("limits.factor");
    // A transaction may be rolled back, and what Redis holds must be paid for.
    if (limit.coarse && context.redis != nullptr && !context.database.in_transaction())
        return count_in_blocks(context, bucket, limit.window, most);
    const auto counted = count_acts(context, bucket, limit.window, 1);
    if (counted.amount <= most) return {true, static_cast<int>(counted.amount), 0};
    return refused(context, counted.amount, counted.ends);
}

void uncount(Context& context, const RateLimit& limit, std::string_view whom) {
    context.database.execute(statements(context).uncount, bucket_of(limit, whom));
}

void forget(Context& context, const RateLimit& limit, std::string_view whom) {
    context.database.execute(statements(context).forget, bucket_of(limit, whom));
}

}  // namespace app
