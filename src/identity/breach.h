// Whether a password is known from a breach, asked by its range when breach.check is on: five digits of its
// SHA-1 leave, nothing else. Fails open: no answer, no leave or no slot is "not known". Calls out: the gate
// pool and commands only, and never inside a transaction.
#pragma once

#include "app/context.h"
#include "base/secret.h"

namespace identity {

bool is_breached(app::Context& context, const base::Secret& password);

}  // namespace identity
