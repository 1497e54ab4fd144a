// A phone number as second factor: a code goes there by text message, or by a call where no text arrives. The
// words of the domain; what may happen is in phone_code.h and phone_enrolment.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/phone_number.h"

namespace identity {

struct Phone {
    std::uint64_t id;
    base::PhoneNumber number;
    bool takes_text;           // else it is called
    std::uint64_t consent_id;  // what its owner agreed to
    base::Instant created_at;
    std::optional<base::Instant> last_used_at;
};

// What a code is asked for: counted apart, so that nobody who adds somebody else's number uses up what its
// owner may ask for.
enum class PhoneUse { enrolment, sign_in, step_up };
std::string_view to_text(PhoneUse use);

// A code that was sent and may be typed.
struct CodeOnItsWay {
    std::uint64_t id;
    bool called;  // the call was made or asked for: no other way is left
};

}  // namespace identity
