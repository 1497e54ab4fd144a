// Figures for a Prometheus on this host (loopback only) and for `gatehouse metrics`: what the workers of both
// pools do, and how mail is getting on.
#pragma once

#include "app/handler.h"

namespace portal {

std::string metrics_text(app::Context& context);  // also while the database is away

http::Response metrics_show(app::Context& context, const http::Request& request);  // GET /metrics

}  // namespace portal
