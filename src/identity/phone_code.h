// Sending a code to a phone and checking what was typed. The code is made by the provider and known to nobody
// here; we know the provider's reference, sealed, while the code may be typed. One code a number: who asks
// again ends the one before. A code belongs to the browser that asked for it.
// Before anybody is called: limits by number, account, client address and country, a minute between two codes
// (sms.*), leave of the circuit breaker, and one of the slots for calls out. None of it in a transaction.
#pragma once

#include <expected>
#include <string_view>

#include "app/context.h"
#include "app/refusal.h"
#include "identity/phone.h"

namespace identity {

// Texts a code, or calls at once (`by_call`, or where no text arrives). Refuses: invalid (the number
// cannot be reached, or its country is not served), too_many, busy.
std::expected<void, app::Refusal> send_code(app::Context& context, base::AccountId account,
                                            const Phone& phone, PhoneUse use, bool by_call);
// The code on its way, as this browser may type it.
std::optional<CodeOnItsWay> code_on_its_way(app::Context& context, base::AccountId account,
                                            const Phone& phone);
// What was typed is looked at by the provider, one try at a time, at most code.tries. The caller counted it
// as a try at the account before. Returns what to consume. Refuses: invalid on "code"; busy, when it was not
// looked at.
std::expected<std::uint64_t, app::Refusal> check_phone_code(app::Context& context, base::AccountId account,
                                                            const Phone& phone, std::string_view typed);
// In the transaction of what it allows: true exactly once for a code that was right.
bool consume_phone_code(app::Context& context, base::AccountId account, std::uint64_t id);
app::Refusal no_code_on_its_way();

// A code for who stands at the second step of a sign-in in this browser, or for the asker's step-up. Refuses:
// not_found, and as send_code.
std::expected<void, app::Refusal> send_code_for_step(app::Context& context, std::uint64_t pending,
                                                     bool by_call);
std::expected<void, app::Refusal> send_code_for_proof(app::Context& context, bool by_call);

}  // namespace identity
