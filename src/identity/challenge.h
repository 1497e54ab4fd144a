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

enum class Proof { sign_up, email_change, sign_in, reset, second_factor };
std::string_view to_text(Proof purpose);

// What a code is asked for.
struct CodeTarget {
    Proof purpose;
    // Whose mails are counted, by what was typed (canonical): this limit is told.
    std::string asked;
    // Whose mails and wrong codes are counted: "account:7", or another name for nobody. Told only where it is
    // the same as `asked`: else two names of one account would show that they belong together.
    std::string owner;
    // What the code is good for, beside the browser: "sign_in:33". A newer code for the same ends the older.
    std::string bound;
    std::optional<base::AccountId> account = std::nullopt;
};

struct Challenge {
    std::string code;  // for the mail only; never logged or stored
    base::Instant expires_at;
    bool may_mail;  // false: the owner was mailed enough under another name; the mail is to be a void one
};

// Makes a challenge. In a transaction with the mail that carries it. Refuses: too_many, when a code for
// `asked` was made less than code.resend_after ago or code.mails_per_hour is spent.
std::expected<Challenge, app::Refusal> ask_code(app::Context& context, const CodeTarget& target);

// Checks what was typed against the newest challenge of this browser for the target; returns the challenge's
// id, still to be consumed. Must not run inside a transaction: the count has to stay whatever follows.
// Refuses: invalid on "code" (not of its length, wrong, expired, none, too many tries: the words tell which,
// alike for phantoms). The first try too many of a day is mailed to the owner.
std::expected<std::uint64_t, app::Refusal> check_code(app::Context& context, const CodeTarget& target,
                                                      std::string_view typed);
app::Refusal wrong_code();
// A slip of the hand that cannot be right by its length, which is no secret: told, and no try.
std::optional<app::Refusal> wrong_length(std::string_view typed, std::int64_t digits);
// Forgets the wrong codes of the day that were counted against the account itself.
void end_code_pause(app::Context& context, base::AccountId account);
// True exactly once for a challenge; in the transaction of what it allows.
bool consume_challenge(app::Context& context, std::uint64_t id);

}  // namespace identity
