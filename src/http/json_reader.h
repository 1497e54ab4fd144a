// Reads a JSON object whose members are the fields of a form: same names, typed values.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "http/fields.h"

namespace http {

// The text says what is wrong: malformed JSON, no object, over kMostPairs members, NUL, and arrays, objects,
// nulls and fractions where a value belongs.
std::expected<Fields, std::string> read_json(std::string_view text);

}  // namespace http
