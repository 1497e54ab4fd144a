#include "courier/ways.h"

namespace courier {

namespace {

// A mail that must wait for its provider asks again after so long at most: the provider may be mended sooner.
constexpr std::chrono::seconds kAskAgain{60};

}  // namespace

void Ways::look(base::Instant now) {
    healths_ = app::provider_healths(db_);
    looked_ = now;
}

app::Leave Ways::leave(std::string_view provider, base::Instant now) const {
    const auto found = healths_.find(provider);
    return found == healths_.end() ? app::Leave{} : app::leave_at(found->second, now);
}

std::string Ways::first() const {
    for (const auto& name : order_)
        if (leave(name, looked_).kind != app::Leave::Kind::wait) return name;
    return "";
}

bool Ways::free() const {
    return std::ranges::any_of(
        order_, [this](const auto& name) { return leave(name, looked_).kind == app::Leave::Kind::go; });
}

base::Instant Ways::held_until(std::string_view provider, base::Instant now) const {
    const auto found = healths_.find(provider);
    if (found == healths_.end()) return now;
    auto health = found->second;
    health.probe_until.reset();  // the one who tries may wait here for its turn
    return now + app::leave_at(health, now).wait;
}

Ways::Way Ways::way_of(const Taken& mail, base::Instant now) {
    auto wait = kAskAgain;
    for (auto at = std::ranges::find(order_, mail.provider); at != order_.end(); ++at) {
        auto leave = this->leave(*at, now);
        if (leave.kind == app::Leave::Kind::probe) {
            leave = app::ask_leave(db_, *at, now);
            healths_[*at].probe_until = now + app::kProbe;  // ours or another's: the next mail waits
        }
        if (leave.kind != app::Leave::Kind::wait) return {*at, {}};
        wait = std::min(wait, leave.wait);
        if (mail.doubtful > 0) break;
    }
    return {"", wait};
}

void Ways::hear(const Done& done) {
    if (done.outcome.empty()) return;
    const auto same_call = std::ranges::find_if(calls_, [&](const auto& one) {
        return one.provider == done.provider && one.kind == done.kind && one.outcome == done.outcome;
    });
    if (same_call != calls_.end())
        ++same_call->calls;
    else
        calls_.push_back({done.provider, done.kind, done.outcome, 1});
    // The last word about this provider, if it was the same, counts once more.
    const auto last = std::find_if(heard_.rbegin(), heard_.rend(),
                                   [&](const auto& one) { return one.provider == done.provider; });
    if (last != heard_.rend() && last->standing == done.standing && !last->pause && !done.pause)
        ++last->times;
    else
        heard_.push_back({done.provider, done.standing, done.pause, 1});
}

bool Ways::write(base::Instant now) {
    if (!calls_.empty()) app::count_calls(db_, calls_, now);
    calls_.clear();
    bool worse = false;
    while (!heard_.empty()) {
        const auto& one = heard_.front();
        app::note_standing(db_, log_, one.provider, one.standing, one.pause, now, failures_, one.times);
        worse = worse || one.standing != app::Standing::well || one.pause;
        heard_.erase(heard_.begin());
    }
    return worse;
}

}  // namespace courier
