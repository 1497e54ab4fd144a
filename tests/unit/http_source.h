// A request of strings, for tests: parameters as nginx would hand them over, and a body. By default a plain
// GET /.
#pragma once

#include <map>
#include <string>

#include "http/request.h"

namespace http_test {

class StringSource final : public http::Source {
  public:
    std::map<std::string, std::string, std::less<>> parameters = {
        {"REQUEST_METHOD", "GET"}, {"DOCUMENT_URI", "/"},           {"REMOTE_ADDR", "192.0.2.7"},
        {"HTTPS", "on"},           {"HTTP_HOST", "portal.example"},
    };
    std::string cookie, body;
    bool cut = false;  // the peer goes away in the middle of the body
    int reads = 0;     // how often the body was asked for

    std::string_view parameter(const char* name) const override {
        const auto found = parameters.find(std::string_view(name));
        return found == parameters.end() ? std::string_view() : found->second;
    }
    std::string cookies() const override { return cookie; }
    bool read_body(size_t length, std::string& out) override {
        ++reads;
        out = body.substr(0, length);
        return !cut && out.size() == length;
    }
};

inline StringSource get(const std::string& query) {
    StringSource source;
    source.parameters["QUERY_STRING"] = query;
    return source;
}

inline StringSource post(const std::string& body,
                         const std::string& type = "application/x-www-form-urlencoded") {
    StringSource source;
    source.parameters["REQUEST_METHOD"] = "POST";
    source.parameters["CONTENT_TYPE"] = type;
    source.parameters["CONTENT_LENGTH"] = std::to_string(body.size());
    source.body = body;
    return source;
}

// The status of the refusal of head or body; 0 if all was taken.
inline int refused(StringSource source, size_t most = 32 * 1024) {
    auto request = http::Request::parse(source);
    if (!request) return request.error().status;
    const auto read = request->read_body(source, most);
    return read ? 0 : read.error().status;
}

// A request with its body read, which must be good.
inline http::Request taken(StringSource source) {
    auto request = http::Request::parse(source);
    if (!request) throw std::runtime_error(request.error().reason);
    if (const auto read = request->read_body(source, 32 * 1024); !read)
        throw std::runtime_error(read.error().reason);
    return std::move(*request);
}

}  // namespace http_test
