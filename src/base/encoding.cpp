// Bytes as text (declared in text.h): hex, base64, percent-encoding. Guarantees: the decoders take only the
// one canonical spelling of a value, so that no token has two forms.
#include <array>
#include <cstdint>

#include "base/text.h"

namespace base {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view bytes, std::string_view alphabet, bool padded) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (size_t i = 0; i < bytes.size(); i += 3) {
        const size_t have = std::min<size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (size_t j = 0; j < 3; ++j)
            group = group << 8 | (j < have ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (size_t j = 0; j <= have; ++j) out += alphabet[group >> (18 - 6 * j) & 63U];
        if (padded) out.append(3 - have, '=');
    }
    return out;
}

// `text` without padding; false on a foreign character, an impossible length or stray bits at the end.
bool decode(std::string_view text, std::string_view alphabet, std::string& bytes) {
    if (text.size() % 4 == 1) return false;
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return false;
        bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFU;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 0xFFU);
    }
    if ((bits & ((1U << count) - 1U)) != 0) return false;
    bytes = std::move(out);
    return true;
}

bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string to_hex(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
    }
    return out;
}

std::string to_base64(std::string_view bytes) {
    return encode(bytes, kStandard, true);
}
std::string to_base64url(std::string_view bytes) {
    return encode(bytes, kUrl, false);
}

bool from_base64(std::string_view text, std::string& bytes) {
    if (text.size() % 4 != 0) return false;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return decode(text, kStandard, bytes);
}

bool from_base64url(std::string_view text, std::string& bytes) {
    return decode(text, kUrl, bytes);
}

std::string percent_encode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += "0123456789ABCDEF"[byte >> 4U];
        out += "0123456789ABCDEF"[byte & 15U];
    }
    return out;
}

}  // namespace base
