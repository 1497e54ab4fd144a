// The way a gate worker calls a provider: leave first (the provider is not open or stopped, and one of the
// outbound slots is free), then the call, then a word on how it ended, which is counted and moves the circuit
// breaker. Nothing of it inside a transaction.
//
//     auto call = app::begin_call(context, verifier.name(), "verify_start");
//     if (!call) return std::unexpected(call.error());  // busy: "Try again in a minute."
//     const auto answer = verifier.start(…);
//     call->end(providers::to_text(answer.outcome), app::standing_of(answer));
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/provider_health.h"
#include "app/refusal.h"
#include "app/words.h"
#include "providers/mail_transport.h"
#include "providers/phone_lookup.h"
#include "providers/phone_verification.h"

namespace app {

class ProviderCall {
  public:
    // `outcome` is one word for the count, nothing about a person. `pause`: the provider asked everybody to
    // wait. Gives the slot back (so does the destructor, when the call threw: then nothing is noted). Never
    // throws for the database: the call was made, whatever becomes of the count.
    void end(std::string_view outcome, Standing standing,
             std::optional<std::chrono::seconds> pause = std::nullopt);

  private:
    friend std::expected<ProviderCall, Refusal> begin_call(Context&, std::string_view, Name);
    ProviderCall(Context& context, std::string_view provider, std::string_view kind, Slots::Held slot)
        : context_(&context), provider_(provider), kind_(kind), slot_(std::move(slot)) {}
    Context* context_;
    std::string provider_, kind_;
    std::optional<Slots::Held> slot_;
};

// Leave to call `provider` ("vonage") once, for `kind` ("verify_start"). Refuses with Kind::busy and a time
// to wait.
std::expected<ProviderCall, Refusal> begin_call(Context& context, std::string_view provider, Name kind);

Standing standing_of(const providers::VerificationAnswer& answer);
Standing standing_of(const providers::PhoneLookup& lookup);
Standing standing_of(const providers::Delivery& delivery);

}  // namespace app
