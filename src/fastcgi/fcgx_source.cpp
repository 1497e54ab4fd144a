// See fcgx_source.h.
#include "fastcgi/fcgx_source.h"

#include <fcgiapp.h>

#include <climits>
#include <cstdio>

namespace fastcgi {

namespace {

// Takes the record that ends the input; true if nothing stood before it.
bool is_at_end(FCGX_Stream* in) {
    return FCGX_GetChar(in) == EOF && FCGX_GetError(in) == 0;
}

}  // namespace

bool FcgxSource::is_whole() const {
    const auto length = parameter("CONTENT_LENGTH");
    if (length.empty() || length == "0") return is_at_end(request_.in);
    return FCGX_GetError(request_.in) == 0;
}

bool FcgxSource::is_read_out() const {
    return FCGX_HasSeenEOF(request_.in) != 0;
}

std::string_view FcgxSource::parameter(const char* name) const {
    const char* value = FCGX_GetParam(name, request_.envp);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

std::string FcgxSource::cookies() const {
    constexpr std::string_view kName = "HTTP_COOKIE=";
    std::string joined;
    for (char** entry = request_.envp; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (!text.starts_with(kName)) continue;
        if (!joined.empty()) joined += "; ";
        joined += text.substr(kName.size());
    }
    return joined;
}

bool FcgxSource::read_body(size_t length, std::string& body) {
    body.clear();
    if (length > INT_MAX) return false;
    body.resize(length);
    const int got = length == 0 ? 0 : FCGX_GetStr(body.data(), static_cast<int>(length), request_.in);
    if (got == static_cast<int>(length) && is_at_end(request_.in)) return true;
    body.clear();
    return false;
}

}  // namespace fastcgi
