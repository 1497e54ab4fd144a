// What look-ups said of numbers, by blind index, for a month.
#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "providers/phone_lookup.h"

namespace identity {

struct PhoneVerdict {
    providers::PhoneLookup::Verdict verdict;
    std::string line_type;  // as the provider calls it; "" if it did not say
};
std::optional<PhoneVerdict> find_verdict(app::Context& context, const std::string& number_index);
void keep_verdict(app::Context& context, const std::string& number_index, const PhoneVerdict& verdict);

}  // namespace identity
