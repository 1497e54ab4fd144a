// The asker's own tickets with their public messages, for them to read and take along: what their ticket
// pages show, and nothing else. Never a note.
#pragma once

#include <vector>

#include "app/context.h"
#include "app/own_data.h"

namespace tickets {

std::vector<app::DataList> own_data(app::Context& context, const app::DataAmount& amount);

}  // namespace tickets
