// A pending proof by a mailed code. A code is bound to the browser that asked, lives code.lifetime, may be
// tried code.tries times, and dies when a newer one is made for the same browser and target. Tries are
// counted before the comparison; wrong tries at one target are counted over all its codes
// (code.wrong_per_day). A challenge for nobody (a phantom) behaves the same and can never be passed.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/refusal.h"

namespace identity {

enum class Proof { sign_up, email_change };
std::string_view to_text(Proof purpose);

struct Challenge {
    std::string code;  // for the mail only; never logged or stored
    base::Instant expires_at;
};

// Makes a challenge for `target` (canonical address, or "account:7"). In a transaction with the mail that
// carries it. Refuses: too_many, when a code for the target was made less than code.resend_after ago or
// code.mails_per_hour is spent.
std::expected<Challenge, app::Refusal> ask_code(app::Context& context, Proof purpose,
                                                const std::string& target,
                                                std::optional<base::AccountId> account);

// Checks what was typed against the newest challenge of this browser for the target; returns the challenge's
// id, still to be consumed. Must not run inside a transaction: the count has to stay whatever follows.
// Refuses: invalid on "code" (wrong, expired, none, too many tries: the words tell which, alike for
// phantoms).
std::expected<std::uint64_t, app::Refusal> check_code(app::Context& context, Proof purpose,
                                                      const std::string& target, std::string_view typed);
// True exactly once for a challenge; in the transaction of what it allows.
bool consume_challenge(app::Context& context, std::uint64_t id);

}  // namespace identity
