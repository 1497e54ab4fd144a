// How far a sign-in came, as an answer: inside, to the next step, or to enrolling a factor.
#pragma once

#include "app/context.h"
#include "http/request.h"
#include "http/response.h"
#include "identity/sign_in_steps.h"

namespace identity {

// Once the transaction of the step is committed: who is inside gets the cookies, and the log its line.
http::Response arrive(app::Context& context, const http::Request& request, const Arrival& arrival);
// A code was mailed for this half-finished sign-in: to the page that asks for it.
http::Response to_code(app::Context& context, const http::Request& request, std::uint64_t id,
                       std::string_view notice = "");
// Something half-finished is over: a person is led to `way`, where it begins; a program gets 404 and
// `detail`.
http::Response lead_back(const http::Request& request, const std::string& way, const char* detail);
// The half-finished sign-in took too long, was ended, is another browser's or never was: which one is not
// told. A person is led to where it begins, or in if they are; a program gets 404.
http::Response over(const http::Request& request, Purpose purpose = Purpose::sign_in);
// A refusal as a problem (JSON), the way back (it is over), or the page that `again` makes with its
// complaints.
template <class Again>
http::Response show_refusal(const http::Request& request, const app::Refusal& refusal, std::string_view what,
                            Again&& again) {
    if (refusal.kind == app::Refusal::Kind::not_found) return over(request);
    const int status = refusal.kind == app::Refusal::Kind::too_many ? 429 : 422;
    auto response = request.wants_json() ? http::Response::problem(status, what, refusal.complaints)
                                         : http::Response::page(again(refusal.complaints), status);
    if (refusal.retry_after > 0) response.with_header("Retry-After", std::to_string(refusal.retry_after));
    return response;
}
// The digits of a checked number field; 0 if they are none.
std::uint64_t number_of(std::string_view digits);

}  // namespace identity
