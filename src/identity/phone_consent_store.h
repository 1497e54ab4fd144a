// The record of consent: rows are added, never changed; the number in them is sealed.
#pragma once

#include <cstdint>
#include <string_view>

#include "app/context.h"
#include "base/phone_number.h"

namespace identity {

std::uint64_t insert_consent(app::Context& context, base::AccountId account, const base::PhoneNumber& number,
                             std::string_view version, std::string_view wording);
void insert_withdrawal(app::Context& context, base::AccountId account, std::uint64_t consent,
                       std::string_view version, std::string_view reason);

}  // namespace identity
