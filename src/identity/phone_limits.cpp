// The limits, in the order they are asked: the narrowest first, so that one person's haste does not use up
// what a country may get.
#include "identity/phone_limits.h"

#include "base/text.h"
#include "identity/phone_check.h"

namespace identity {

namespace {

std::string in_words(int seconds) {
    if (seconds <= 90) return fmt::format("{} second{}", seconds, seconds == 1 ? "" : "s");
    if (seconds <= 5400) return fmt::format("{} minutes", (seconds + 59) / 60);
    return fmt::format("{} hours", (seconds + 3599) / 3600);
}

app::Refusal refusal(bool pause, int seconds) {
    return app::Refusal::too_many(
        seconds, pause ? fmt::format("A code was sent a short while ago. You can ask for a new one in {}.",
                                     in_words(seconds))
                       : fmt::format("Too many codes were asked for. Try again in {}, or use another way.",
                                     in_words(seconds)));
}

}  // namespace

std::expected<CountedSend, app::Refusal> CountedSend::begin(app::Context& context, base::AccountId account,
                                                            const base::PhoneNumber& number, PhoneUse use) {
    using std::chrono::hours;
    const auto& config = context.config;
    const auto amount = [&](const char* key) { return static_cast<int>(config.integer(key)); };
    // A number that somebody adds may be anybody's: it is counted apart from what its owner asks for.
    const bool adding = use == PhoneUse::enrolment;
    const auto whose = base::to_hex(number_index(context, number));
    const auto who = fmt::format("account:{}", account.value());
    const auto where = context.client ? context.client->bucket() : "";
    const std::pair<app::RateLimit, std::string> limits[] = {
        {{adding ? "sms.add_pause" : "sms.pause", 1, config.seconds("sms.resend_after"), true}, whose},
        {{adding ? "sms.add_hour" : "sms.number_hour", amount("sms.per_hour"), hours(1), true}, whose},
        {{adding ? "sms.add_day" : "sms.number_day", amount("sms.per_day"), hours(24), true}, whose},
        {{"sms.account_hour", amount("sms.per_hour"), hours(1), true}, who},
        {{"sms.account_day", amount("sms.per_day"), hours(24), true}, who},
        {{"sms.address_hour", amount("sms.address_per_hour"), hours(1), true}, where},
        {{"sms.country_hour", amount("sms.country_per_hour"), hours(1), true}, number.region()}};
    CountedSend send;
    for (const auto& [limit, whom] : limits) {
        const auto state = app::count(context, limit, whom);
        if (state.allowed) {
            send.counted_.emplace_back(limit, whom);
            continue;
        }
        const bool pause = &limit == &limits[0].first;
        context.log.write(pause ? base::Level::info : base::Level::warning, "sms.limit",
                          {{"limit", limit.name},
                           {"country", number.region()},
                           {"account", account.value()},
                           {"client", where}});
        send.take_back(context);
        return std::unexpected(refusal(pause, state.retry_after));
    }
    return send;
}

void CountedSend::take_back(app::Context& context) const {
    for (const auto& [limit, whom] : counted_) app::uncount(context, limit, whom);
}

}  // namespace identity
