// From FastCGI parameters to a request. Guarantees: everything that gets into a Request is bounded, valid
// UTF-8 and free of NUL. Never reads a header that only a proxy may set.
#include "http/request.h"

#include <charconv>

#include "base/text.h"
#include "crypto/random.h"
#include "http/cookies.h"
#include "http/form_reader.h"
#include "http/json_reader.h"
#include "http/negotiation.h"

namespace http {
namespace {

constexpr size_t kMostPath = 2048;
constexpr size_t kMostQuery = 2048;
constexpr size_t kMostUserAgent = 512;
constexpr size_t kMostHost = 255;
constexpr size_t kRequestId = 16;
constexpr std::string_view kForm = "application/x-www-form-urlencoded";
constexpr std::string_view kJson = "application/json";

struct KeptHeader {
    const char* parameter;
    std::string_view name;
};
constexpr KeptHeader kKeptHeaders[] = {
    {"HTTP_ORIGIN", "origin"},
    {"HTTP_SEC_FETCH_SITE", "sec-fetch-site"},
    {"HTTP_X_CSRFTOKEN", "x-csrftoken"},
    {"HTTP_AUTHORIZATION", "authorization"},
    {"HTTP_ACCEPT", "accept"},
    {"CONTENT_TYPE", "content-type"},
    {"HTTP_IDEMPOTENCY_KEY", "idempotency-key"},
    {"HTTP_IF_NONE_MATCH", "if-none-match"},
};

constexpr std::pair<std::string_view, Method> kMethods[] = {
    {"GET", Method::get},     {"HEAD", Method::head},  {"POST", Method::post},       {"PUT", Method::put},
    {"PATCH", Method::patch}, {"DELETE", Method::del}, {"OPTIONS", Method::options},
};

std::unexpected<BadRequest> bad(int status, std::string reason) {
    return std::unexpected(BadRequest{status, std::move(reason)});
}

bool is_plain(std::string_view text) {
    return base::is_utf8(text) && !base::has_control(text);
}

std::optional<Method> read_method(std::string_view text) {
    for (const auto& [name, method] : kMethods)
        if (name == text) return method;
    const bool token = !text.empty() && text.size() <= 20 && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    });
    return token ? std::optional(Method::other) : std::nullopt;
}

// Lower case, without port; nothing if it is no host name or address.
std::optional<std::string> read_host(std::string_view text) {
    if (text.size() > kMostHost) return std::nullopt;
    std::string host;
    for (const char c : text) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool other = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!upper && !other && !std::string_view(".-_:[]").contains(c)) return std::nullopt;
        host += upper ? static_cast<char>(c + 32) : c;
    }
    const auto colon = host.rfind(':');
    const auto bracket = host.rfind(']');
    if (colon != std::string::npos && (bracket == std::string::npos || bracket < colon)) host.resize(colon);
    return host;
}

std::string read_user_agent(std::string_view text) {
    std::string agent(text.substr(0, kMostUserAgent));
    // Cut in the middle of a character? Only then may up to three bytes go.
    for (int i = 0; i < 3 && text.size() > agent.size() && !agent.empty() && !base::is_utf8(agent); ++i)
        agent.pop_back();
    if (is_plain(agent)) return agent;
    std::ranges::replace_if(
        agent, [](char c) { return c < ' ' || c > '~'; }, '?');
    return agent;
}

// Digits only and not over `most`, in that order; "" is 0.
std::expected<size_t, BadRequest> read_length(std::string_view text, size_t most) {
    std::uint64_t length = 0;
    if (text.empty()) return 0;
    if (!std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return bad(400, "The length of the request is not a number.");
    const auto read = std::from_chars(text.data(), text.data() + text.size(), length);
    if (read.ec != std::errc{} || length > most) return bad(413, "The request is too large.");
    return static_cast<size_t>(length);
}

}  // namespace

std::string_view to_text(Method method) {
    for (const auto& [name, known] : kMethods)
        if (known == method) return name;
    return "OTHER";
}

std::string request_id(const Source& source) {
    const auto given = source.parameter("REQUEST_ID").substr(0, kRequestId);
    const bool whole = given.size() == kRequestId && std::ranges::all_of(given, [](char c) {
                           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                       });
    return whole ? std::string(given) : base::to_hex(crypto::random_bytes(kRequestId / 2));
}

bool wants_json(const Source& source) {
    return is_content_type(source.parameter("CONTENT_TYPE"), kJson) ||
           prefers_json(source.parameter("HTTP_ACCEPT"));
}

std::expected<Request, BadRequest> Request::parse(const Source& source) {
    auto client = base::Address::parse(source.parameter("REMOTE_ADDR"));
    if (!client) return bad(400, "The client's address is missing.");
    Request request(std::move(*client));
    request.id_ = request_id(source);

    const auto method = read_method(source.parameter("REQUEST_METHOD"));
    if (!method) return bad(400, "The method is not one of HTTP.");
    request.method_ = *method;

    request.path_ = source.parameter("DOCUMENT_URI");
    if (request.path_.size() > kMostPath) return bad(414, "The address is too long.");
    if (!request.path_.starts_with('/') || !is_plain(request.path_))
        return bad(400, "The address is not plain text.");

    const auto query = source.parameter("QUERY_STRING");
    if (query.size() > kMostQuery) return bad(414, "The address is too long.");
    auto fields = read_form(query);
    if (!fields) return bad(400, "In the address after “?”: " + fields.error());
    for (const auto& [name, value] : *fields)
        if (base::has_control(value)) return bad(400, "The address is not plain text.");
    request.query_ = std::move(*fields);

    auto cookies = read_cookies(source.cookies());
    if (!cookies) return bad(400, std::move(cookies.error()));
    request.cookies_ = std::move(*cookies);

    for (const auto& [parameter, name] : kKeptHeaders) {
        const auto value = source.parameter(parameter);
        if (!is_plain(value)) return bad(400, fmt::format("The header {} is not plain text.", name));
        if (!value.empty()) request.headers_.add(std::string(name), std::string(value));
    }
    // Whatever page led here wrote it: if it is not plain it is left out, and no reason to refuse.
    const auto referer = source.parameter("HTTP_REFERER");
    if (!referer.empty() && is_plain(referer)) request.headers_.add("referer", std::string(referer));
    auto host = read_host(source.parameter("HTTP_HOST"));
    if (!host) return bad(400, "The host is not a name.");
    request.host_ = std::move(*host);
    request.user_agent_ = read_user_agent(source.parameter("HTTP_USER_AGENT"));
    request.https_ = source.parameter("HTTPS") == "on";
    request.body_is_json_ = is_content_type(request.header("content-type"), kJson);
    return request;
}

std::expected<void, BadRequest> Request::read_body(Source& source, size_t most) {
    const auto length = read_length(source.parameter("CONTENT_LENGTH"), most);
    if (!length) return std::unexpected(length.error());
    if (*length == 0) return {};
    if (!body_is_json_ && !is_content_type(header("content-type"), kForm))
        return bad(415, fmt::format("Send {} or {}.", kForm, kJson));

    auto body = read_bytes(source, *length);
    if (!body) return std::unexpected(body.error());
    auto fields = body_is_json_ ? read_json(*body) : read_form(*body);
    if (!fields) return bad(400, std::move(fields.error()));
    body_ = std::move(*fields);
    if (body_is_json_) raw_body_ = std::move(*body);
    return {};
}

std::expected<void, BadRequest> Request::read_raw_json(Source& source, size_t most) {
    const auto length = read_length(source.parameter("CONTENT_LENGTH"), most);
    if (!length) return std::unexpected(length.error());
    if (!body_is_json_) return bad(415, fmt::format("Send {}.", kJson));
    auto body = read_bytes(source, *length);
    if (!body) return std::unexpected(body.error());
    if (!base::is_utf8(*body)) return bad(400, "The body is not UTF-8.");
    raw_body_ = std::move(*body);
    return {};
}

std::expected<std::string, BadRequest> Request::read_bytes(Source& source, size_t length) {
    std::string body;
    if (length > 0 && (!source.read_body(length, body) || body.size() != length))
        return bad(400, "The request ended before its body was complete.");
    return body;
}

std::uint64_t Request::number_parameter(std::string_view name) const {
    const auto text = parameter(name);
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? number : 0;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    std::optional<std::string_view> found;
    for (const auto& [known, value] : cookies_) {
        if (known != name) continue;
        if (found && *found != value) return std::nullopt;
        found = value;
    }
    return found;
}

bool Request::wants_json() const {
    return body_is_json_ || prefers_json(header("accept"));
}

}  // namespace http
