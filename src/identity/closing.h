// Closing one's account, for good: its row stays without name and address, so that tickets stay whole; every
// way in and everything personal beside it goes, in one transaction. The address is free at once. The last
// administrator stays.
#pragma once

#include <expected>

#include "app/context.h"
#include "app/refusal.h"

namespace identity {

// Closes the asker's account and tells its addresses. Refuses: not_found (it is closed already), conflict
// (the last administrator).
std::expected<void, app::Refusal> close_account(app::Context& context);

}  // namespace identity
