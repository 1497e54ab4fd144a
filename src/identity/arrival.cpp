// One answer for all ways to sign in, as page and as JSON.
#include "identity/arrival.h"

#include <charconv>

#include "identity/devices.h"
#include "identity/next_page.h"

namespace identity {

namespace {

constexpr const char* kOver =
    "This took too long, or was begun in another browser. Please start again from the sign-in page.";

// The page of each stage, and its name in JSON.
struct Place {
    std::string_view path, name;
};
Place place_of(Stage stage) {
    switch (stage) {
        case Stage::step: return {"/login/step", "second_factor"};
        case Stage::enrol: return {"/login/enrol", "enrol"};
        case Stage::new_password: return {"/login/reset/password", "new_password"};
        case Stage::inside: break;
    }
    return {"/dashboard", "inside"};
}

std::string way(const Arrival& arrival) {
    const auto place = place_of(arrival.stage);
    if (arrival.session) return safe_next(arrival.next, place.path);
    return fmt::format("{}?s={}", place.path, arrival.pending);
}

base::Json face(const app::Context& context, const Arrival& arrival) {
    base::Json::Object object{{"next", context.config.url(way(arrival))}};
    if (!arrival.session) {
        object["sign_in"] = arrival.pending;
        object["step"] = std::string(place_of(arrival.stage).name);
    }
    return object;
}

}  // namespace

http::Response arrive(app::Context& context, const http::Request& request, const Arrival& arrival) {
    auto response = request.wants_json() ? http::Response::json(face(context, arrival))
                                         : http::Response::redirect(way(arrival));
    if (!arrival.session) return response;
    context.log.info("authn_login_success", {{"client", context.client ? context.client->text() : ""},
                                             {"account", arrival.session->account.value()}});
    set_session_cookie(context, response, arrival.session->token, arrival.remember);
    set_device_cookie(context, response);
    return response;
}

http::Response to_code(app::Context& context, const http::Request& request, std::uint64_t id,
                       std::string_view notice) {
    const auto path = fmt::format("/verify-otp?s={}", id);
    if (!request.wants_json())
        return http::Response::redirect(notice.empty() ? path : fmt::format("{}&notice={}", path, notice));
    return http::Response::json(
        base::Json::Object{
            {"sign_in", id}, {"step", std::string("mailed_code")}, {"next", context.config.url(path)}},
        202);
}

http::Response lead_back(const http::Request& request, const std::string& way, const char* detail) {
    return request.wants_json() ? http::Response::error(404, detail) : http::Response::redirect(way);
}

http::Response over(const http::Request& request, Purpose purpose) {
    return lead_back(
        request, purpose == Purpose::reset ? "/login/reset?notice=reset-over" : "/login?notice=sign-in-over",
        kOver);
}

std::uint64_t number_of(std::string_view digits) {
    std::uint64_t value = 0;
    const auto end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc() && rest == end ? value : 0;
}

}  // namespace identity
