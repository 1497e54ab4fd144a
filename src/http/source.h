// Where a request comes from, as the worker hands it over: FastCGI parameters and a body that is read once,
// on demand and bounded. fastcgi/ has the real one, tests have one of strings.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace http {

class Source {
  public:
    virtual ~Source() = default;
    // The FastCGI parameter (REQUEST_METHOD, HTTP_COOKIE …), "" if absent; views live as long as the Source.
    virtual std::string_view parameter(const char* name) const = 0;
    // All values of a parameter that may be repeated (two Cookie headers arrive as two HTTP_COOKIE).
    virtual std::string cookies() const = 0;  // joined by "; "
    // Reads exactly `length` bytes; false if the peer went away or the body was cut.
    virtual bool read_body(size_t length, std::string& body) = 0;
};

}  // namespace http
