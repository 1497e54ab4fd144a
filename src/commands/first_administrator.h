// The first administrator from the configuration (first_admin.email, first_admin.password; DEFAULT_USER and
// DEFAULT_PASSWORD of the systems before): made once, when the portal has no administrator yet.
#pragma once

#include "commands/system.h"

namespace commands {

// True if one was made. Throws base::ConfigError when the address or the password is refused.
bool make_first_administrator(app::Context& context);

}  // namespace commands
