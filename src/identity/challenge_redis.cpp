// Every script about challenges. KEYS: of the place (browser, purpose, target), and the stem of the hashes'
// keys.
#include "identity/challenge_redis.h"

#include <charconv>

#include "base/text.h"
#include "crypto/random.h"

namespace identity {

namespace {

constexpr std::uint64_t kInRedis = std::uint64_t{1} << 63;
constexpr std::string_view kStem = "challenge:";

std::string place_of(std::string_view purpose, const std::string& browser, const std::string& target) {
    return "place:" + base::to_hex(crypto::sha256(fmt::format("{}:", purpose) + browser + target));
}
std::string key_of(std::uint64_t id) {
    return fmt::format("{}{}", kStem, id);
}
std::uint64_t random_id() {
    std::uint64_t id = 0;
    for (const char byte : crypto::random_bytes(8)) id = id << 8 | static_cast<unsigned char>(byte);
    return id | kInRedis;
}
template <class Number>
Number number_of(const std::string& text) {
    Number number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// A new code kills the old one.
constexpr std::string_view kInsert = R"(
local old = redis.call('GET', KEYS[1])
if old then redis.call('DEL', KEYS[2] .. old) end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('HSET', KEYS[2] .. ARGV[1], 'hash', ARGV[3], 'created', ARGV[4], 'expires', ARGV[5], 'tries', 0)
redis.call('PEXPIRE', KEYS[2] .. ARGV[1], ARGV[2])
return {1})";
constexpr std::string_view kNewest = R"(
local id = redis.call('GET', KEYS[1])
if not id then return {} end
local one = redis.call('HMGET', KEYS[2] .. id, 'hash', 'tries', 'created', 'expires')
if not one[1] then return {} end
return {id, one[1], one[2], one[3], one[4]})";
constexpr std::string_view kCount = R"(
local tries = redis.call('HGET', KEYS[1], 'tries')
if not tries or tonumber(tries) >= tonumber(ARGV[1]) or redis.call('HEXISTS', KEYS[1], 'used') == 1 then
    return {0}
end
redis.call('HINCRBY', KEYS[1], 'tries', 1)
return {1})";
constexpr std::string_view kClaim = R"(
if redis.call('EXISTS', KEYS[1]) == 0 then return {0} end
redis.call('HSETNX', KEYS[1], 'used', ARGV[1])
return {redis.call('HGET', KEYS[1], 'used') == ARGV[1] and 1 or 0})";

}  // namespace

bool lies_in_redis(std::uint64_t id) {
    return (id & kInRedis) != 0;
}

bool insert_in_redis(app::Context& context, const NewChallenge& challenge) {
    const auto now = context.now();
    const auto lives = std::chrono::ceil<std::chrono::milliseconds>(challenge.expires_at - now).count();
    return context.redis
        ->run(kInsert, {place_of(challenge.purpose, challenge.browser, challenge.target), kStem},
              {std::to_string(random_id()), std::to_string(lives), challenge.code_hash,
               database::to_redis(now), database::to_redis(challenge.expires_at)})
        .has_value();
}

std::optional<StoredChallenge> newest_in_redis(app::Context& context, std::string_view purpose,
                                               const std::string& browser, const std::string& target) {
    const auto reply = context.redis->run(kNewest, {place_of(purpose, browser, target), kStem}, {});
    if (!reply || reply->size() != 5) return std::nullopt;
    const auto& parts = *reply;
    return StoredChallenge{number_of<std::uint64_t>(parts[0]), parts[1], number_of<int>(parts[2]),
                           database::from_redis(parts[3]), database::from_redis(parts[4])};
}

bool count_in_redis(app::Context& context, std::uint64_t id, int most) {
    if (context.redis == nullptr) return false;
    const auto reply = context.redis->run(kCount, {key_of(id)}, {std::to_string(most)});
    return reply && reply->front() == "1";
}

bool claim_in_redis(app::Context& context, std::uint64_t id) {
    if (context.redis == nullptr) return false;
    const auto reply = context.redis->run(kClaim, {key_of(id)}, {context.request_id});
    return !reply || reply->front() == "1";
}

}  // namespace identity
