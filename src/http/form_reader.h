// Reads application/x-www-form-urlencoded text, of a body or of a query. CGIcc decodes; what it would take
// loosely is refused or disarmed before it sees a byte.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "http/fields.h"

namespace http {

constexpr size_t kMostPairs = 100;

// The text says what is wrong: an empty pair, a pair without "=" or name, over kMostPairs, a broken %xx, NUL,
// invalid UTF-8, a name given twice. ";" is data, never a separator. Empty text is no fields.
std::expected<Fields, std::string> read_form(std::string_view encoded);

}  // namespace http
