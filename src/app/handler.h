// What stands behind a route: a plain function from a request to a response.
#pragma once

#include "app/context.h"
#include "app/refusal.h"
#include "http/request.h"
#include "http/response.h"

namespace app {

using Handler = http::Response (*)(Context&, const http::Request&);

// The answer to a refusal that no form can show: 404, 403, 409, 429 with Retry-After, 503; `invalid` becomes
// 422.
http::Response answer(const Refusal& refusal);

}  // namespace app
