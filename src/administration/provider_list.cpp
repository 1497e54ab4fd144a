// How the providers are doing, and how often each was called: for the cost and for the record of who was
// given what. Numbers only.
#include "administration/handlers.h"
#include "administration/page.h"
#include "app/provider_store.h"
#include "app/words.h"

namespace administration {

namespace {

constexpr std::chrono::days kShown{29};  // and today

// Those in use first, in the order of the configuration, then any other something was wrong with.
std::vector<std::string> names_of(const base::Configuration& config, const app::Healths& healths) {
    auto names = config.list("mail.transports");
    for (const auto* key : {"sms.provider", "phone.lookup"})
        if (config.text(key) != "none" && config.text(key) != "log") names.push_back(config.text(key));
    if (config.flag("breach.check")) names.emplace_back("breach_range");
    for (const auto& [name, health] : healths)
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    return names;
}

void show_health(http::Block row, const app::ProviderHealth& health, base::Instant now) {
    using State = app::ProviderHealth::State;
    const auto leave = app::leave_at(health, now);
    const bool paused = health.state == State::closed && leave.kind == app::Leave::Kind::wait;
    row.set("STATE_TEXT", health.state == State::stopped ? "Stopped: it refuses us"
                          : health.state == State::open  ? "Left alone for now"
                          : paused                       ? "Asked us to wait"
                                                         : "Works");
    row.show_if("STOPPED", health.state == State::stopped);
    if (health.state != State::closed && health.changed)
        row.section("CHANGED").set_time("SINCE", "SINCE_ISO", *health.changed);
    if (leave.kind == app::Leave::Kind::wait)
        row.section("WAITS").set_time("UNTIL", "UNTIL_ISO", now + leave.wait);
}

}  // namespace

http::Response provider_list(app::Context& context, const http::Request&) {
    const auto now = context.now();
    auto page = room_page(context, Room::providers, "provider_list.html", "Providers");
    const auto healths = app::provider_healths(context.database);
    for (const auto& name : names_of(context.config, healths)) {
        auto row = page.section("PROVIDER");
        row.set("NAME", name);
        row.set("NAME_TEXT", app::to_words(name));
        const auto found = healths.find(name);
        show_health(row, found == healths.end() ? app::ProviderHealth{} : found->second, now);
    }
    const auto days = app::calls_by_day(context.database, now - kShown);
    page.show_if("EMPTY", days.empty());
    for (const auto& [day, calls] : days) {
        auto row = page.section("CALLS");
        row.set("DAY", day);
        row.set("PROVIDER_TEXT", app::to_words(calls.provider));
        row.set("KIND_TEXT", app::to_words(calls.kind));
        row.set("OUTCOME_TEXT", app::to_words(calls.outcome));
        row.set("COUNT", calls.calls);
    }
    return http::Response::page(std::move(page));
}

}  // namespace administration
