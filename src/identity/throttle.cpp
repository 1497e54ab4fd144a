// The policy of throttling; the counters are throttle_store's.
#include "identity/throttle.h"

#include "crypto/random.h"
#include "identity/throttle_store.h"

namespace identity {

namespace {
constexpr std::chrono::seconds kFirstDelay{30};

std::string bucket_of(const std::string& guarded, Guard guard) {
    return crypto::sha256((guard == Guard::password ? "password:" : "factor:") + guarded);
}
}  // namespace

std::chrono::seconds throttle_delay(int failures, int limit, std::chrono::seconds most) {
    if (failures < limit) return std::chrono::seconds(0);
    auto delay = kFirstDelay;
    for (int i = limit; i < failures && delay < most; ++i) delay *= 2;
    return std::min(delay, most);
}

Attempt begin_attempt(app::Context& context, const std::string& guarded, Guard guard) {
    const auto bucket = bucket_of(guarded, guard);
    const auto now = context.now();
    const auto limit = static_cast<int>(
        context.config.integer(guard == Guard::password ? "throttle.failures" : "throttle.factor_failures"));
    const auto most = context.config.seconds("throttle.most_delay");
    const auto before = load_failures(context, bucket);
    const auto delay = before ? throttle_delay(before->amount, limit, most) : std::chrono::seconds(0);
    // Without a delay a try always counts, also one whose clock was read before a parallel one was noted.
    if (delay.count() > 0 && now < before->last + delay) return {bucket, false, before->amount};
    // A streak is forgotten once both the window and its own delay have passed.
    const auto window = std::max(context.config.seconds("throttle.window"), delay * 2);
    const int failures = add_failure(context, bucket, now - window);
    // Of parallel tries only those that were counted up to the limit are looked at; after a delay, one.
    const bool first_after_delay = before && before->amount >= limit && failures == before->amount + 1;
    return {bucket, failures <= limit || first_after_delay, failures};
}

void forgive(app::Context& context, const Attempt& attempt) {
    delete_failures(context, attempt.bucket);
}

void unlock(app::Context& context, base::AccountId account) {
    const auto guarded = fmt::format("account:{}", account.value());
    for (const auto guard : {Guard::password, Guard::factor})
        delete_failures(context, bucket_of(guarded, guard));
}

}  // namespace identity
