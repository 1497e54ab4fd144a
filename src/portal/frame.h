// The frame around every page: navigation by what the person may do, theme, form token, notice, asset names.
#pragma once

#include <string>

#include "http/page.h"
#include "portal/passage.h"

namespace portal {

void fill_frame(Passage& passage, http::Page& page);
// Without a request: for anybody, in the system's colours.
void fill_plain_frame(http::Page& page);
// Reads the manifest of the hashed assets and sets their names as constants of all templates; before fork.
void set_constants(const base::Configuration& config);

}  // namespace portal
