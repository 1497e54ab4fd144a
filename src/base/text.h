// Text as people write it: UTF-8, counted in code points, NFC. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace base {

bool is_utf8(std::string_view text);
// Control characters are C0, DEL and C1; `multiline` allows \n and \t (callers turn \r\n into \n first).
bool has_control(std::string_view text, bool multiline = false);
// A character that turns the direction of what follows it (RLO and its kin): in a name it would turn the
// words beside the name too.
bool turns_direction(std::string_view utf8);
// Nothing of it can be seen: spaces, characters without a shape.
bool is_blank(std::string_view utf8);
size_t count_points(std::string_view utf8);
// The first `points` code points; "…" is added when something was cut.
std::string shorten(std::string_view utf8, size_t points);
std::string_view trim(std::string_view text);
// The same of everything that cannot be seen: no-break spaces, marks without a shape that come along when
// pasted.
std::string_view trim_unseen(std::string_view utf8);
std::string to_nfc(std::string_view utf8);
// Full Unicode lower-casing (not ASCII only), then NFC.
std::string to_lower(std::string_view utf8);
std::string unify_newlines(std::string_view text);  // \r\n and \r become \n
std::vector<std::string> split(std::string_view text, char separator);
std::string to_hex(std::string_view bytes);
// Base64: standard with padding, and URL-safe without. The decoders return nothing on any malformed input.
std::string to_base64(std::string_view bytes);
std::string to_base64url(std::string_view bytes);
bool from_base64(std::string_view text, std::string& bytes);
bool from_base64url(std::string_view text, std::string& bytes);
std::string percent_encode(std::string_view text);  // RFC 3986 unreserved stay

}  // namespace base
