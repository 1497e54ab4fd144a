// Passwords of people: what a new one must be (NIST SP 800-63B: length, not common, not about the person),
// and the slow work of hashing while holding one of the shared slots.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "base/error.h"
#include "base/secret.h"
#include "crypto/password.h"

namespace identity {

struct Person {
    std::string_view first_name, last_name, email, user_name;
};

// Whether a second factor stands beside the password.
enum class Strength { alone, with_factor };
int least_length(const app::Context& context, Strength strength);  // code points

// What is wrong with a new password, in plain words, as a complaint about `field`; empty if nothing. May call
// out (breach.check): never inside a transaction.
std::vector<base::Complaint> judge_password(app::Context& context, std::string_view field,
                                            const base::Secret& password, const Person& person,
                                            Strength strength = Strength::alone);
// True for passwords that guessing programs try first: a list, repetitions ("abcabcabcabcabc"), runs
// ("0123456789…").
bool is_common_password(std::string_view password);

// The right to hash: one of the shared slots. Taken before a try is counted, so that a busy portal locks
// nobody out. Throws base::Busy when there is none in time (503 with Retry-After).
app::Slots::Held take_hashing_slot(app::Context& context);

// Slow (>100 ms each); the slot shows that the caller holds one. An empty `hash` costs the same as ours and
// is wrong.
std::string hash_password(app::Context& context, const app::Slots::Held& slot, const base::Secret& password);
crypto::Verdict verify_password(app::Context& context, const app::Slots::Held& slot, const std::string& hash,
                                const base::Secret& password);
// Costs what comparing with `hash` would, without looking at the password.
void pay_for_password(app::Context& context, const app::Slots::Held& slot, const std::string& hash,
                      const base::Secret& password);

}  // namespace identity
