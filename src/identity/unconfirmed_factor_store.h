// Until when a second factor may be confirmed. With this row the database drops the factor itself, so that
// the courier sweeps what nobody confirmed without any right on the factors that count.
#pragma once

#include "app/context.h"

namespace identity {

// The number that a new factor carries as its unconfirmed_id until it is confirmed.
std::uint64_t insert_unconfirmed(app::Context& context, std::chrono::seconds kept);

}  // namespace identity
