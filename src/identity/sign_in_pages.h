// Pages of the sign-in that more than one action shows again.
#pragma once

#include "app/context.h"
#include "http/request.h"
#include "http/response.h"

namespace identity {

// The sign-in page (sign_in.cpp) or, for programs, a problem: what was typed, and what was wrong with it.
http::Response show_sign_in(const app::Context& context, const http::Request& request,
                            const http::Complaints& complaints);
// The page of the guided enrolment (sign_in_enrol.cpp).
http::Response show_enrolment(app::Context& context, const http::Request& request,
                              const http::Complaints& complaints);

}  // namespace identity
