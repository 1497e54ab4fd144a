// Health for the machines beside us (loopback only): /healthz says the process answers, /readyz that it can
// work: database reachable, schema current, mail leaving, disk not full, clock agreeing with the database's.
// A Redis that is away is told, and is no reason not to be ready.
#pragma once

#include "app/handler.h"

namespace portal {

http::Response alive_show(app::Context& context, const http::Request& request);  // GET /healthz
http::Response ready_show(app::Context& context, const http::Request& request);  // GET /readyz

}  // namespace portal
