// Content negotiation by the Accept header (RFC 9110 section 12.5.1).
#pragma once

#include <string_view>

namespace http {

// True if `accept` ranks application/json or application/problem+json above text/html. Nothing, nonsense or
// "*/*": no.
bool prefers_json(std::string_view accept);
// True if a Content-Type is `type`, written in any case, without parameters or with charset=utf-8 only.
bool is_content_type(std::string_view content_type, std::string_view type);

}  // namespace http
