// What a person agrees to before a number of theirs is written to: the words as they stand on the page, with
// a version, kept with the time and the address they came from. Agreeing is a box that nobody ticked for
// them; taking it back is removing the number, and is kept too. Rows are only ever added.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/context.h"
#include "base/phone_number.h"

namespace identity {

struct ConsentWords {
    std::string terms;  // what is sent, when, by whom, what it may cost, how to stop
    std::string label;  // beside the box
};
// A change of the words is a new version.
inline constexpr std::string_view kConsentVersion = "2026-11";
ConsentWords consent_words(const base::Configuration& config);

// Both in a transaction. Returns the row, which the number carries with it.
std::uint64_t give_consent(app::Context& context, base::AccountId account, const base::PhoneNumber& number);
// `reason`: removed, replaced, reset, undone, closed.
void withdraw_consent(app::Context& context, base::AccountId account, std::uint64_t consent,
                      std::string_view reason);

}  // namespace identity
