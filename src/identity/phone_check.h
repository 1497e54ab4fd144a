// Whether a number that somebody typed may become theirs: a number that exists, in a country that codes are
// sent to, and nobody's hotline. Where a look-up is set up it is asked too, once a month for a number: only
// what it calls invalid is refused (phone.on_invalid), any trouble with it is "not checked".
#pragma once

#include <expected>
#include <string>

#include "app/context.h"
#include "app/refusal.h"
#include "base/phone_number.h"

namespace identity {

// By the number alone. Refuses: invalid on "number".
std::expected<base::PhoneNumber, app::Refusal> parse_number(const app::Context& context,
                                                            const std::string& typed);
// By the look-up: whether it takes text messages. Must not run inside a transaction; the owner agreed
// already, for a third party is told. Refuses: invalid on "number", too_many.
std::expected<bool, app::Refusal> look_up_number(app::Context& context, base::AccountId account,
                                                 const base::PhoneNumber& number);
// Codes are sent to this country (sms.countries).
bool is_served(const app::Context& context, const base::PhoneNumber& number);
// How a number is named in counters and caches: a keyed hash, useless without the key.
std::string number_index(const app::Context& context, const base::PhoneNumber& number);

}  // namespace identity
