// Whom a `gatehouse user` command is about: the account that WHO names.
#pragma once

#include <expected>

#include "commands/system.h"
#include "identity/account.h"

namespace commands {

// The positional that `find_who` reads.
Positional who();
// The account; or the exit code, with the reason told on stderr.
std::expected<identity::Account, int> find_who(app::Context& context, const Arguments& arguments);

}  // namespace commands
