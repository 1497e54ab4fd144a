// What identity holds about the asker, for them to read and take along: who they are, where they are signed
// in, how they sign in, what they agreed to, who failed to be them, what they did. Never a secret: no hash,
// code, key or token; a phone number is not in it, because only the gate pool can open it.
#pragma once

#include <vector>

#include "app/context.h"
#include "app/own_data.h"

namespace identity {

std::vector<app::DataList> own_data(app::Context& context, const app::DataAmount& amount);

}  // namespace identity
