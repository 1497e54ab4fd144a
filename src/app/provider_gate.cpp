// The breaker is asked before a slot is waited for, so that one provider's trouble takes no places from
// another.
#include "app/provider_gate.h"

#include "app/provider_store.h"

namespace app {

namespace {

constexpr std::chrono::milliseconds kSlotWait{500};
constexpr int kLongestWait = 600;  // seconds, as told to people

Refusal not_now(std::chrono::seconds wait) {
    Refusal refusal{Refusal::Kind::busy, {{"", "We cannot do this right now. Try again in a minute."}}, 0};
    refusal.retry_after = static_cast<int>(std::clamp<std::int64_t>(wait.count(), 1, kLongestWait));
    return refusal;
}

}  // namespace

std::expected<ProviderCall, Refusal> begin_call(Context& context, std::string_view provider, Name kind) {
    if (context.database.in_transaction()) throw base::Bug("a provider called inside a transaction");
    const auto leave = leave_at(provider_health(context.database, provider), context.now());
    if (leave.kind == Leave::Kind::wait) return std::unexpected(not_now(leave.wait));
    try {
        auto slot = context.outbound.take(kSlotWait);
        if (leave.kind == Leave::Kind::probe) {
            const auto mine = ask_leave(context.database, provider, context.now());
            if (mine.kind == Leave::Kind::wait) return std::unexpected(not_now(mine.wait));
        }
        return ProviderCall(context, provider, kind.text(), std::move(slot));
    } catch (const base::Busy& busy) {
        context.log.warning("provider.no_slot", {{"provider", provider}, {"what", busy.what()}});
        return std::unexpected(not_now(std::chrono::minutes(1)));
    }
}

void ProviderCall::end(std::string_view outcome, Standing standing,
                       std::optional<std::chrono::seconds> pause) {
    slot_.reset();
    auto& context = *context_;
    const auto now = context.now();
    try {
        count_calls(context.database, {{provider_, kind_, std::string(outcome)}}, now);
        note_standing(context.database, context.log, provider_, standing, pause, now,
                      static_cast<std::uint64_t>(context.config.integer("providers.failures")));
    } catch (const base::DatabaseError& error) {
        context.log.warning("provider.uncounted",
                            {{"provider", provider_}, {"kind", kind_}, {"code", error.code}});
    }
}

Standing standing_of(const providers::VerificationAnswer& answer) {
    using providers::Verification;
    switch (answer.outcome) {
        case Verification::misconfigured: return Standing::misconfigured;
        case Verification::unavailable:
        case Verification::undetermined:
        case Verification::later: return Standing::troubled;
        default: return Standing::well;
    }
}

Standing standing_of(const providers::PhoneLookup& lookup) {
    if (lookup.misconfigured) return Standing::misconfigured;
    return lookup.verdict == providers::PhoneLookup::Verdict::not_checked ? Standing::troubled
                                                                          : Standing::well;
}

Standing standing_of(const providers::Delivery& delivery) {
    using providers::Outcome;
    switch (delivery.outcome) {
        case Outcome::misconfigured: return Standing::misconfigured;
        case Outcome::unknown: return Standing::troubled;
        case Outcome::temporary:
            return delivery.about_mail || delivery.pause ? Standing::well : Standing::troubled;
        default: return Standing::well;
    }
}

}  // namespace app
