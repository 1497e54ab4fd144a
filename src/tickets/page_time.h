// The hidden field `page_time` of forms that add something: when their page was made, as microseconds since
// 1970. What the same person wrote since then, word for word, is this very form sent twice. A wrong value
// harms only who sends it.
#pragma once

#include <charconv>
#include <optional>

#include "base/clock.h"
#include "http/fields.h"

namespace tickets {

inline std::optional<base::Instant> page_time(const http::Fields& form) {
    const auto text = form.get("page_time");
    std::int64_t value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr std::int64_t kMost = 253'402'300'799'000'000;  // the end of the year 9999
    if (text.empty() || end.ec != std::errc() || value < 0 || value > kMost) return std::nullopt;
    return base::Instant(std::chrono::microseconds(value));
}

}  // namespace tickets
