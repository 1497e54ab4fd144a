// Values of a provider's report that both formats hold, made safe to keep.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"

namespace providers {

// A mail's id without its angle brackets; "" unless it is plain ASCII and short enough to be one of ours.
std::string bare_id(std::string_view id);
// A time as seconds since 1970 times 1/`scale`; `now` when it is absent, no number, or ahead of us.
base::Instant instant_of(const base::Json* seconds, double scale, base::Instant now);

}  // namespace providers
