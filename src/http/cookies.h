// Reads a Cookie header as RFC 6265 section 4.2 writes it: raw values, exact names.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "http/fields.h"

namespace http {

// All cookies in order, alike ones too. What is no name=value, not plain ASCII or has a space in its name is
// left out: other programs on the host set cookies as well. The text says which limit was passed: 16 alike,
// 200 in all.
std::expected<Fields, std::string> read_cookies(std::string_view header);

}  // namespace http
