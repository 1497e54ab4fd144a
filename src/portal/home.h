// The home page: for strangers, what this is and where to go; people inside go to their dashboard.
#pragma once

#include "app/handler.h"

namespace portal {

http::Response home_show(app::Context& context, const http::Request& request);  // GET /

}  // namespace portal
