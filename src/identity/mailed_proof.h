// A mailed code as the first proof: to sign in without the password, or to set a new one when it is
// forgotten. Whoever asks, for whomever, gets the same answer in the same time: for nobody, a disabled
// account or one that does not allow it there is a phantom with the same rows and counters, whose code
// reaches nobody and opens nothing. Each request belongs to one browser and one page; two of them never take
// each other's code.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/refusal.h"
#include "identity/sign_in_steps.h"

namespace identity {

struct CodeRequest {
    std::string identifier;  // e-mail address or user name, as typed
    Purpose purpose = Purpose::sign_in;
    bool remember = false;
    std::string next = {};
};

// Mails a code. Returns the half-finished sign-in it is for. Refuses: too_many.
std::expected<std::uint64_t, app::Refusal> begin_mailed_proof(app::Context& context,
                                                              const CodeRequest& request);
// A new code for the same. Refuses: not_found (not this browser's, or proved already), too_many.
std::expected<void, app::Refusal> resend_mailed_proof(app::Context& context, std::uint64_t id);
// What waits for a code in this browser; nothing if it is over.
std::optional<PendingSignIn> unproved_sign_in(app::Context& context, std::uint64_t id);
// The code was typed. Refuses: not_found, invalid on "code".
std::expected<Arrival, app::Refusal> finish_mailed_proof(app::Context& context, std::uint64_t id,
                                                         std::string_view typed);

}  // namespace identity
