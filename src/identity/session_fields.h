// Where a person is signed in, and the browsers they trust, as the page shows them.
#pragma once

#include "app/context.h"
#include "http/page.h"

namespace identity {

// SESSION for each of the asker's sessions; HAS_OTHER_SESSIONS.
void show_sessions(app::Context& context, http::Page& page);
// TRUSTED once, if browsers may be trusted or some are; in it BROWSER for each.
void show_trusted_browsers(app::Context& context, http::Page& page);

}  // namespace identity
