// One answer for all ways to sign in, as page and as JSON.
#include "identity/arrival.h"

#include <charconv>

#include "identity/devices.h"
#include "identity/next_page.h"

namespace identity {

namespace {

std::string way(const Arrival& arrival) {
    if (arrival.session) return safe_next(arrival.next, "/dashboard");
    return fmt::format("{}?s={}", arrival.enrol ? "/login/enrol" : "/login/step", arrival.pending);
}

base::Json face(const app::Context& context, const Arrival& arrival) {
    base::Json::Object object{{"next", context.config.url(way(arrival))}};
    if (!arrival.session) {
        object["sign_in"] = arrival.pending;
        object["step"] = arrival.enrol ? "enrol" : "second_factor";
    }
    return object;
}

}  // namespace

http::Response arrive(app::Context& context, const http::Request& request, const Arrival& arrival) {
    auto response = request.wants_json() ? http::Response::json(face(context, arrival))
                                         : http::Response::redirect(way(arrival));
    if (!arrival.session) return response;
    set_session_cookie(context, response, arrival.session->token, arrival.remember);
    set_device_cookie(context, response);
    return response;
}

std::uint64_t number_of(std::string_view digits) {
    std::uint64_t value = 0;
    const auto end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc() && rest == end ? value : 0;
}

}  // namespace identity
