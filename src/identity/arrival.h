// How far a sign-in came, as an answer: inside, to the next step, or to enrolling a factor.
#pragma once

#include "app/context.h"
#include "http/request.h"
#include "http/response.h"
#include "identity/sign_in_steps.h"

namespace identity {

http::Response arrive(app::Context& context, const http::Request& request, const Arrival& arrival);
// The digits of a checked number field; 0 if they are none.
std::uint64_t number_of(std::string_view digits);

}  // namespace identity
