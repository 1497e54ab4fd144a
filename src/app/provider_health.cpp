#include "app/provider_health.h"

#include "base/error.h"

namespace app {

namespace {

constexpr std::chrono::seconds kFirstOpen{30}, kLongestOpen{600};

std::chrono::seconds open_for(std::uint64_t openings) {
    return std::min(kLongestOpen, kFirstOpen * (1 << std::min<std::uint64_t>(openings, 6)));
}

void open(ProviderHealth& health, ProviderHealth::State state, base::Instant now) {
    if (health.state != state) health.changed = now;
    health.open_until =
        now + (state == ProviderHealth::State::stopped ? kLongestOpen : open_for(health.openings));
    health.state = state;
    ++health.openings;
}

}  // namespace

std::string_view to_text(ProviderHealth::State state) {
    switch (state) {
        case ProviderHealth::State::closed: return "closed";
        case ProviderHealth::State::open: return "open";
        case ProviderHealth::State::stopped: return "stopped";
    }
    return "";
}

ProviderHealth::State to_provider_state(std::string_view text) {
    for (const auto state :
         {ProviderHealth::State::closed, ProviderHealth::State::open, ProviderHealth::State::stopped})
        if (to_text(state) == text) return state;
    throw base::Bug("a provider in an unknown state");
}

ProviderHealth after_call(ProviderHealth health, Standing standing, std::optional<std::chrono::seconds> pause,
                          base::Instant now, std::uint64_t failures) {
    using State = ProviderHealth::State;
    if (pause && (!health.pause_until || *health.pause_until < now + *pause))
        health.pause_until = now + *pause;
    if (standing == Standing::well) {
        if (health.state != State::closed) health.changed = now;
        ProviderHealth well;
        well.pause_until = health.pause_until;
        well.changed = health.changed;
        return well;
    }
    health.troubled = standing == Standing::troubled ? health.troubled + 1 : 0;
    health.misconfigured = standing == Standing::misconfigured ? health.misconfigured + 1 : 0;
    health.probe_until.reset();
    // A call that began before it opened says nothing new; the next word is that of the one who tries.
    if (health.state != State::closed && health.open_until && now < *health.open_until) return health;
    if (health.misconfigured >= failures || health.state == State::stopped)
        open(health, State::stopped, now);
    else if (health.state != State::closed || health.troubled >= failures)
        open(health, State::open, now);
    return health;
}

Leave leave_at(const ProviderHealth& health, base::Instant now) {
    const auto until = [now](const std::optional<base::Instant>& end) {
        return end && *end > now ? std::chrono::ceil<std::chrono::seconds>(*end - now)
                                 : std::chrono::seconds(0);
    };
    auto wait = until(health.pause_until);
    if (health.state != ProviderHealth::State::closed)
        wait = std::max({wait, until(health.open_until), until(health.probe_until)});
    if (wait.count() > 0) return {Leave::Kind::wait, wait};
    return {health.state == ProviderHealth::State::closed ? Leave::Kind::go : Leave::Kind::probe, {}};
}

}  // namespace app
