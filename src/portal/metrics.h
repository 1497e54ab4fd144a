// Figures for a Prometheus on this host (loopback only): what the workers of both pools do, and how mail is
// getting on.
#pragma once

#include "app/handler.h"

namespace portal {

http::Response metrics_show(app::Context& context, const http::Request& request);  // GET /metrics

}  // namespace portal
