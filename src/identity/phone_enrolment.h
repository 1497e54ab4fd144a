// A person's phone number as second factor: agreed to, proved by a code, changed, removed. One number an
// account; proving another replaces it. Adding and removing has the consequences of every change of factors
// (factor_change.h), and is kept with the consent (phone_consent.h).
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/refusal.h"

namespace identity {

struct PhoneForm {
    std::string number;
    bool agreed;  // the box was ticked
};
// The number is checked, the consent kept, and a code sent. Returns the number's id. Refuses: not_found,
// where codes by phone are off; invalid on "number" and "consent"; too_many, busy.
std::expected<std::uint64_t, app::Refusal> begin_phone(app::Context& context, const PhoneForm& form);
// Another code, or a call. Refuses: not_found, and as above.
std::expected<void, app::Refusal> resend_to_phone(app::Context& context, std::uint64_t id, bool by_call);
// The code was typed: the number counts, the one before is gone. Refuses: not_found, invalid on "code", busy.
std::expected<void, app::Refusal> prove_phone(app::Context& context, std::uint64_t id, std::string_view code);
// Takes consent back. Refuses: not_found; conflict, when a role demands a second factor and this is the last.
std::expected<void, app::Refusal> remove_phone(app::Context& context, std::uint64_t id);
// In a transaction of its caller: number and codes go, consent is noted as taken back.
void forget_phone(app::Context& context, base::AccountId account, std::string_view reason);

}  // namespace identity
