// Every script about paid acts. Time comes from the portal's clock; Redis only forgets by its own.
#include "app/rate_blocks.h"

#include "base/text.h"

namespace app {

namespace {

constexpr std::int64_t kBlocks = 4;  // a full limit is so many blocks
const std::string kBuying = ":buying";

std::string key_of(const std::string& bucket) {
    return "rate:" + base::to_hex(bucket);
}

// {left before this act, end of the window}; {} for "buy", {""} for "pay".
constexpr std::string_view kTake = R"(
local ends = redis.call('HGET', KEYS[1], 'ends')
if ends and tonumber(ARGV[1]) < tonumber(ends) then
    local left = tonumber(redis.call('HGET', KEYS[1], 'left'))
    if left > 0 then redis.call('HINCRBY', KEYS[1], 'left', -1) end
    if left ~= 0 then return {left, ends} end
end
if ARGV[2] == '1' or redis.call('SET', KEYS[2], 1, 'NX', 'PX', 1000) then return {} end
return {''})";

// Blocks of one window add up.
constexpr std::string_view kPut = R"(
local same = redis.call('HGET', KEYS[1], 'ends') == ARGV[2]
local left = same and tonumber(redis.call('HGET', KEYS[1], 'left')) or 0
local acts = tonumber(ARGV[1])
if acts >= 0 then left = math.max(left, 0) + acts elseif left <= 0 then left = -1 end
redis.call('HSET', KEYS[1], 'left', left, 'ends', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('DEL', KEYS[2])
return {})";

}  // namespace

int block_size(std::int64_t most) {
    return static_cast<int>(std::clamp<std::int64_t>(most / kBlocks, 1, 1000));
}

Taken take_paid(Context& context, const std::string& bucket, int block) {
    const auto key = key_of(bucket);
    const auto reply = context.redis->run(kTake, {key, key + kBuying},
                                          {database::to_redis(context.now()), std::to_string(block)});
    if (!reply || reply->size() == 1) return {Taken::State::pay};
    if (reply->empty()) return {Taken::State::buy};
    if (reply->front() != "-1") return {Taken::State::passed};
    return {Taken::State::spent, database::from_redis(reply->back())};
}

void put_paid(Context& context, const std::string& bucket, std::int64_t acts, base::Instant ends) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(ends - context.now()).count();
    const auto key = key_of(bucket);
    context.redis->run(
        kPut, {key, key + kBuying},
        {std::to_string(acts), database::to_redis(ends), std::to_string(std::max<std::int64_t>(left, 1))});
}

}  // namespace app
