// Text as people write it. Guarantees: nothing here depends on the locale; text that is not UTF-8 comes back
// from to_nfc and to_lower unchanged (callers ask is_utf8 first where it matters).
#include "base/text.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include <cstdint>
#include <cstdlib>

namespace base {
namespace {

const std::uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

// Whether a character of `utf8` is what is looked for; false for text that is not UTF-8.
template <class Is>
bool has_point(std::string_view utf8, Is&& is) {
    for (size_t i = 0; i < utf8.size();) {
        ucs4_t point = 0;
        const int length = u8_mbtoucr(&point, bytes_of(utf8) + i, utf8.size() - i);
        if (length <= 0) return false;
        if (is(point)) return true;
        i += static_cast<size_t>(length);
    }
    return false;
}

bool is_visible(ucs4_t point) {
    constexpr ucs4_t kBrailleBlank = 0x2800;  // a symbol by category
    return point != kBrailleBlank &&
           !uc_is_general_category_withtable(point, UC_CATEGORY_MASK_Z | UC_CATEGORY_MASK_C) &&
           !uc_is_property_default_ignorable_code_point(point);
}

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Takes over what libunistring allocated; `otherwise` when it refused.
std::string taken(std::uint8_t* result, size_t length, std::string_view otherwise) {
    if (result == nullptr) return std::string(otherwise);
    std::string text(reinterpret_cast<const char*>(result), length);
    std::free(result);
    return text;
}

}  // namespace

bool is_utf8(std::string_view text) {
    return text.empty() || u8_check(bytes_of(text), text.size()) == nullptr;
}

bool has_control(std::string_view text, bool multiline) {
    for (size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == 0x7F) return true;
        if (c < 0x20 && !(multiline && (c == '\n' || c == '\t'))) return true;
        if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
    }
    return false;
}

bool turns_direction(std::string_view utf8) {
    return has_point(utf8, [](ucs4_t point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    });
}

bool is_blank(std::string_view utf8) {
    return !has_point(utf8, is_visible);
}

size_t count_points(std::string_view utf8) {
    size_t count = 0;
    for (const char c : utf8) count += is_continuation(c) ? 0 : 1;
    return count;
}

std::string shorten(std::string_view utf8, size_t points) {
    size_t seen = 0;
    for (size_t i = 0; i < utf8.size(); ++i) {
        if (is_continuation(utf8[i])) continue;
        if (seen++ == points) return std::string(utf8.substr(0, i)) + "…";
    }
    return std::string(utf8);
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string_view trim_unseen(std::string_view utf8) {
    size_t first = std::string_view::npos, end = 0;
    for (size_t i = 0; i < utf8.size();) {
        ucs4_t point = 0;
        const int length = u8_mbtoucr(&point, bytes_of(utf8) + i, utf8.size() - i);
        if (length <= 0) return utf8;
        const auto next = i + static_cast<size_t>(length);
        if (is_visible(point)) {
            first = std::min(first, i);
            end = next;
        }
        i = next;
    }
    return first == std::string_view::npos ? std::string_view() : utf8.substr(first, end - first);
}

std::string to_nfc(std::string_view utf8) {
    if (utf8.empty()) return {};
    size_t length = 0;
    auto* const result = u8_normalize(UNINORM_NFC, bytes_of(utf8), utf8.size(), nullptr, &length);
    return taken(result, length, utf8);
}

std::string to_lower(std::string_view utf8) {
    if (utf8.empty()) return {};
    size_t length = 0;
    auto* const result = u8_tolower(bytes_of(utf8), utf8.size(), nullptr, UNINORM_NFC, nullptr, &length);
    return taken(result, length, utf8);
}

std::string unify_newlines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        out += text[i] == '\r' ? '\n' : text[i];
    }
    return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (size_t start = 0;;) {
        const auto end = text.find(separator, start);
        parts.emplace_back(text.substr(start, end - start));
        if (end == std::string_view::npos) return parts;
        start = end + 1;
    }
}

}  // namespace base
