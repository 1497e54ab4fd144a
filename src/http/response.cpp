// Answers as values, and their one way onto the wire. Guarantees: no header line can be split, a redirect
// stays in this portal, every cookie is Secure, SameSite=Lax and host-only. Never escapes: pages are escaped
// by their templates.
#include "http/response.h"

namespace http {
namespace {

constexpr std::pair<int, std::string_view> kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

// tchar of RFC 9110: header and cookie names.
bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("!#$%&'*+-.^_`|~").contains(c);
    });
}

// cookie-octet of RFC 6265.
bool is_cookie_value(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != ',' && c != ';' && c != '\\'; });
}

bool alike(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

void check_header(std::string_view name, std::string_view value) {
    if (!is_token(name)) throw base::Bug("a header's name is not a token");
    const bool splits =
        std::ranges::any_of(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    if (splits) throw base::Bug("a header's value would split the answer: " + std::string(name));
}

// A path of this host that no browser reads as another host, in characters a URL may hold.
void check_location(std::string_view path) {
    const bool local = path.starts_with('/') && !path.starts_with("//");
    const bool plain = std::ranges::all_of(path, [](char c) { return c > ' ' && c <= '~' && c != '\\'; });
    if (!local || !plain) throw base::Bug("a redirect must stay in this portal");
}

std::string to_line(const Cookie& cookie) {
    auto line = fmt::format("Set-Cookie: {}={}; Path=/; Secure; SameSite=Lax", cookie.name, cookie.value);
    if (cookie.http_only) line += "; HttpOnly";
    if (cookie.max_age >= 0) line += fmt::format("; Max-Age={}", cookie.max_age);
    return line + "\r\n";
}

bool has_content(int status) {
    return status != 204 && status != 304;
}

}  // namespace

std::string_view reason_phrase(int status) {
    for (const auto& [known, reason] : kReasons)
        if (known == status) return reason;
    return "Unknown";
}

Response Response::page(Page page, int status) {
    Response response;
    response.status_ = status;
    response.page_ = std::move(page);
    return response;
}

Response Response::redirect(std::string path) {
    Response response;
    response.status_ = 303;
    response.set_location(std::move(path));
    return response;
}

Response Response::json(const base::Json& body, int status) {
    return bytes(body.dump(), "application/json", status);
}

Response Response::problem(int status, std::string_view detail, const Complaints& errors) {
    base::Json::Object members{{"title", reason_phrase(status)}, {"status", status}};
    if (!detail.empty()) members.emplace("detail", detail);
    base::Json::Object by_field;
    for (const auto& error : errors)
        by_field.emplace(error.field.empty() ? "form" : error.field, error.message);
    if (!by_field.empty()) members.emplace("errors", std::move(by_field));
    Response response;
    response.status_ = status;
    response.detail_ = detail;
    response.set_body(base::Json(members).dump(), "application/problem+json");
    response.problem_ = std::move(members);
    return response;
}

Response Response::bytes(std::string body, std::string content_type, int status) {
    Response response;
    response.status_ = status;
    response.set_body(std::move(body), std::move(content_type));
    return response;
}

Response Response::error(int status, std::string detail) {
    Response response;
    response.status_ = status;
    response.is_error_ = true;
    response.detail_ = std::move(detail);
    return response;
}

Response& Response::with_header(std::string name, std::string value) {
    check_header(name, value);
    for (const std::string_view own : {"Status", "Content-Type", "Content-Length", "Set-Cookie"})
        if (alike(name, own)) throw base::Bug("this header has a function of its own: " + name);
    for (auto& [known, old] : headers_) {
        if (!alike(known, name)) continue;
        old = std::move(value);
        return *this;
    }
    headers_.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response& Response::with_cookie(Cookie cookie) {
    if (!is_token(cookie.name) || !is_cookie_value(cookie.value))
        throw base::Bug("not a cookie of RFC 6265: its name or value");
    cookies_.push_back(std::move(cookie));
    return *this;
}

void Response::set_body(std::string body, std::string content_type) {
    check_header("Content-Type", content_type);
    body_ = std::move(body);
    content_type_ = std::move(content_type);
}

void Response::set_location(std::string absolute_path) {
    check_location(absolute_path);
    location_ = std::move(absolute_path);
}

void Response::set_request_id(const std::string& id) {
    if (!problem_) return;
    problem_->insert_or_assign("request_id", id);
    body_ = base::Json(*problem_).dump();
}

std::string Response::serialise(bool head) const {
    if ((page_ || is_error_) && content_type_.empty())
        throw base::Bug("a page was sent without being rendered");
    auto out = fmt::format("Status: {} {}\r\n", status_, reason_phrase(status_));
    if (!content_type_.empty() && has_content(status_))
        out += fmt::format("Content-Type: {}\r\n", content_type_);
    if (has_content(status_)) out += fmt::format("Content-Length: {}\r\n", body_.size());
    if (!location_.empty()) out += fmt::format("Location: {}\r\n", location_);
    for (const auto& [name, value] : headers_) out += fmt::format("{}: {}\r\n", name, value);
    for (const auto& cookie : cookies_) out += to_line(cookie);
    out += "\r\n";
    if (!head && has_content(status_)) out += body_;
    return out;
}

}  // namespace http
