// Every script about paid acts. Time comes from the portal's clock; Redis only forgets by its own.
#include "app/rate_blocks.h"

#include "base/text.h"

namespace app {

namespace {

constexpr std::int64_t kBlocks = 4;  // a full limit is so many blocks

std::string key_of(const std::string& bucket) {
    return "rate:" + base::to_hex(bucket);
}

// {left before this act, end of the window}; {} for nothing paid in this window.
constexpr std::string_view kTake = R"(
local ends = redis.call('HGET', KEYS[1], 'ends')
if not ends or tonumber(ARGV[1]) >= tonumber(ends) then return {} end
local left = tonumber(redis.call('HGET', KEYS[1], 'left'))
if left == 0 then return {} end
if left > 0 then redis.call('HINCRBY', KEYS[1], 'left', -1) end
return {left, ends})";

// Spent stays spent until its window ends; blocks of one window add up.
constexpr std::string_view kPut = R"(
local same = redis.call('HGET', KEYS[1], 'ends') == ARGV[2]
local left = same and tonumber(redis.call('HGET', KEYS[1], 'left')) or 0
local acts = tonumber(ARGV[1])
if acts < 0 or left < 0 then left = -1 else left = left + acts end
redis.call('HSET', KEYS[1], 'left', left, 'ends', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {})";

}  // namespace

int block_size(std::int64_t most) {
    return static_cast<int>(std::clamp<std::int64_t>(most / kBlocks, 1, 1000));
}

Taken take_paid(Context& context, const std::string& bucket) {
    const auto reply = context.redis->run(kTake, {key_of(bucket)}, {database::to_redis(context.now())});
    if (!reply) return {Taken::State::away};
    if (reply->size() != 2) return {Taken::State::none};
    if (reply->front() != "-1") return {Taken::State::passed};
    return {Taken::State::spent, database::from_redis(reply->back())};
}

void put_paid(Context& context, const std::string& bucket, std::int64_t acts, base::Instant ends) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(ends - context.now()).count();
    context.redis->run(
        kPut, {key_of(bucket)},
        {std::to_string(acts), database::to_redis(ends), std::to_string(std::max<std::int64_t>(left, 1))});
}

}  // namespace app
