// The rules of numbers; what the look-up said is kept as a verdict, never as it came.
#include "identity/phone_check.h"

#include <algorithm>

#include "app/phone_providers.h"
#include "app/provider_gate.h"
#include "app/rate_store.h"
#include "crypto/sealed.h"
#include "identity/phone_verdict_store.h"

namespace identity {

namespace {

using providers::PhoneLookup;

app::Refusal refused(const char* message) {
    return app::Refusal::of("number", message);
}

app::Refusal costly() {
    return refused("Codes cannot go to a number of this kind. Give the number of a mobile or a landline.");
}

// As the provider names them; what it does not name is taken for a mobile.
constexpr std::string_view kCostlyLines[] = {"special_services", "toll_free", "premium_rate", "satellite",
                                             "paging",           "pager",     "shared_cost",  "voicemail"};

PhoneVerdict ask_provider(app::Context& context, const base::PhoneNumber& number) {
    auto& directory = app::phones_of(context).directory();
    auto call = app::begin_call(context, directory.name(), "phone_lookup");
    if (!call) return {PhoneLookup::Verdict::not_checked, ""};
    const auto lookup = directory.look_up(number);
    call->end(to_text(lookup.verdict), app::standing_of(lookup));
    if (lookup.verdict == PhoneLookup::Verdict::not_checked)
        context.log.write(lookup.misconfigured ? base::Level::error : base::Level::warning,
                          "phone.not_checked", {{"provider", directory.name()}, {"answer", lookup.answer}});
    return {lookup.verdict, lookup.line_type};
}

PhoneVerdict look_up(app::Context& context, const base::PhoneNumber& number) {
    if (context.config.text("phone.lookup") == "none") return {PhoneLookup::Verdict::not_checked, ""};
    const auto index = number_index(context, number);
    if (auto known = find_verdict(context, index)) return *known;
    auto verdict = ask_provider(context, number);
    if (verdict.verdict != PhoneLookup::Verdict::not_checked) keep_verdict(context, index, verdict);
    return verdict;
}

}  // namespace

bool is_served(const app::Context& context, const base::PhoneNumber& number) {
    const auto& countries = context.config.list("sms.countries");
    return std::ranges::find(countries, number.region()) != countries.end();
}

std::string number_index(const app::Context& context, const base::PhoneNumber& number) {
    return crypto::blind_index(context.keys[crypto::Ring::identity], "phone.number", number.e164());
}

std::expected<base::PhoneNumber, app::Refusal> parse_number(const app::Context& context,
                                                            const std::string& typed) {
    const auto number = base::PhoneNumber::parse(typed);
    if (!number)
        return std::unexpected(
            refused("Enter a phone number that exists, beginning with + and the country code, like +44 7400 "
                    "123456."));
    if (number->kind() == base::NumberKind::special) return std::unexpected(costly());
    if (!is_served(context, *number))
        return std::unexpected(refused("Codes are not sent to numbers of this country."));
    return *number;
}

std::expected<bool, app::Refusal> look_up_number(app::Context& context, base::AccountId account,
                                                 const base::PhoneNumber& number) {
    const app::RateLimit daily{"sms.new_number", static_cast<int>(context.config.integer("sms.per_day")),
                               std::chrono::hours(24), true};
    if (const auto state = app::count(context, daily, fmt::format("account:{}", account.value()));
        !state.allowed) {
        context.log.warning("sms.limit", {{"limit", daily.name}, {"account", account.value()}});
        return std::unexpected(
            app::Refusal::too_many(state.retry_after, "You tried many numbers today. Try again tomorrow."));
    }
    const auto verdict = look_up(context, number);
    if (verdict.verdict == PhoneLookup::Verdict::invalid &&
        context.config.text("phone.on_invalid") == "refuse")
        return std::unexpected(refused("This number is not in use, as far as we can find out. Check it."));
    if (std::ranges::find(kCostlyLines, verdict.line_type) != std::end(kCostlyLines))
        return std::unexpected(costly());
    const bool landline = verdict.line_type.empty() ? number.kind() == base::NumberKind::landline
                                                    : verdict.line_type == "landline";
    return !landline;
}

}  // namespace identity
