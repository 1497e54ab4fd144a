#include "courier/schedule.h"

namespace courier {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// The step is told by the age since the first try, not by a counter: what delays a mail (a provider's wish, a
// courier that was down) then never makes it skip towards the end.
struct Step {
    seconds younger_than, wait;
};
constexpr Step kSteps[] = {
    {seconds(20), seconds(30)}, {seconds(60), minutes(1)},  {minutes(4), minutes(5)},
    {minutes(15), minutes(15)}, {minutes(50), minutes(60)}, {seconds::max(), minutes(240)},
};
constexpr double kSpread = 0.1;
constexpr hours kLongestWish{4};

}  // namespace

std::optional<base::Instant> next_try(const Retry& retry) {
    const auto age = std::chrono::duration_cast<seconds>(retry.now - retry.first_try);
    if (age >= retry.give_up_after) return std::nullopt;
    for (const auto& step : kSteps) {
        if (age >= step.younger_than) continue;
        const auto wait = step.wait + std::chrono::duration_cast<seconds>(step.wait * (retry.off * kSpread));
        auto at = retry.now + wait;
        if (retry.asked) {
            const auto wished = std::max(at, retry.now + std::min<seconds>(*retry.asked, kLongestWish));
            if (!retry.expires || wished < *retry.expires) at = wished;
        }
        return at;
    }
    return std::nullopt;
}

}  // namespace courier
