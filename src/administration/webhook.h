// What the webhooks of all providers share: how long a signed report may be under way, and how one that is
// not to be believed is answered.
#pragma once

#include <chrono>
#include <string_view>

#include "app/handler.h"

namespace administration {

// A provider sends a report again for eight hours; used tokens are kept for a day (courier/housekeeping).
inline constexpr std::chrono::hours kOldestReport{9};

// Logs and counts it by client address; past 60 in five minutes 429 takes the place of `status`.
http::Response refuse_report(app::Context& context, std::string_view provider, std::string_view why,
                             int status);

}  // namespace administration
