// What a handler answers: a page, a redirect, JSON, a problem, or bytes. Values only; security headers, the
// frame and the session cookie are put on by the pipeline.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "http/page.h"

namespace http {

struct Cookie {
    std::string name, value;
    int max_age = -1;       // seconds; -1: session cookie; 0: remove
    bool http_only = true;  // always Secure, SameSite=Lax, Path=/ and no Domain: what "__Host-" demands
};

class Response {
  public:
    static Response page(Page page, int status = 200);
    // 303 to a path of this portal ("/tickets/7"), already percent-encoded; the pipeline puts base_path
    // before it with set_location(). Anything that could leave this portal ("//x", "/\\x", "https:") is a
    // Bug.
    static Response redirect(std::string path);
    static Response json(const base::Json& body, int status = 200);
    // RFC 9457 application/problem+json with members title, status, detail, request_id and errors (field →
    // message).
    static Response problem(int status, std::string_view detail, const Complaints& errors = {});
    static Response bytes(std::string body, std::string content_type, int status = 200);
    // An error page by status (error.html) or a problem, whichever the client wants: decided by the pipeline.
    static Response error(int status, std::string detail = "");

    int status() const { return status_; }
    Response& with_status(int status) {
        status_ = status;
        return *this;
    }
    // Replaces one of the same name. CR, LF, NUL are a Bug; so are Status, Content-Type, Content-Length,
    // Set-Cookie.
    Response& with_header(std::string name, std::string value);
    Response& with_cookie(Cookie cookie);  // a name or value that is not RFC 6265's is a Bug

    const std::vector<std::pair<std::string, std::string>>& headers() const { return headers_; }
    const std::vector<Cookie>& cookies() const { return cookies_; }
    std::optional<Page>& page() { return page_; }
    bool is_error() const { return is_error_; }
    const std::string& detail() const { return detail_; }
    const std::string& location() const { return location_; }
    const std::string& body() const { return body_; }
    const std::string& content_type() const { return content_type_; }
    void set_body(std::string body, std::string content_type);
    void set_location(std::string absolute_path);
    void set_request_id(const std::string& id);  // into the body of a problem; nothing for others

    // The FastCGI answer: "Status: 200 OK\r\n", headers, Set-Cookie lines, blank line, body (left out for
    // HEAD). A page or error that was not rendered into the body yet is a Bug.
    std::string serialise(bool head) const;

  private:
    int status_ = 200;
    bool is_error_ = false;
    std::string body_, content_type_, location_, detail_;
    std::optional<Page> page_;
    std::optional<base::Json::Object> problem_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::vector<Cookie> cookies_;
};

std::string_view reason_phrase(int status);  // "Not Found"; "Unknown" for a status this portal does not use

}  // namespace http
