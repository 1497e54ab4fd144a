// What stands behind a route: a plain function from a request to a response.
#pragma once

#include "app/context.h"
#include "app/refusal.h"
#include "http/request.h"
#include "http/response.h"

namespace app {

// `app::Action ticket_list;` declares such a function.
using Action = http::Response(Context&, const http::Request&);
using Handler = Action*;

// 404, 403, 409, 422, 429, 503.
int status_of(Refusal::Kind kind);
// The answer to a refusal that no form can show: 404, 403, 409, 429 with Retry-After, 503; `invalid` becomes
// 422.
http::Response answer(const Refusal& refusal);
// A form's page with what was refused: status, Retry-After, and complaints beside the fields.
http::Response shown_again(http::Page page, const Refusal& refusal);

}  // namespace app
