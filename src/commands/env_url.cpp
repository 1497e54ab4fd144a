#include "commands/env_url.h"

#include <charconv>

#include "base/text.h"

namespace commands {
namespace {

// Nothing where a % is not followed by two hex digits.
std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at];
            continue;
        }
        unsigned byte = 0;
        const auto hex = text.substr(at + 1, 2);
        const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), byte, 16);
        if (hex.size() != 2 || error != std::errc() || end != hex.data() + 2) return std::nullopt;
        out += static_cast<char>(byte);
        at += 2;
    }
    return out;
}

// Cuts `text` at the first `mark`: what stands in front, "" behind if there is none.
std::string_view cut(std::string_view& text, char mark) {
    const auto at = text.find(mark);
    const auto front = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return front;
}

bool decode_into(std::string& into, std::string_view text) {
    auto clear = decoded(text);
    if (!clear || base::has_control(*clear)) return false;
    into = std::move(*clear);
    return true;
}

bool take_authority(EnvUrl& url, std::string_view authority) {
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        auto person = authority.substr(0, at);
        authority.remove_prefix(at + 1);
        if (!decode_into(url.user, cut(person, ':')) || !decode_into(url.password, person)) return false;
    }
    if (authority.starts_with('[')) {
        authority.remove_prefix(1);
        url.host = cut(authority, ']');
        if (!authority.empty() && authority.front() != ':') return false;
        if (!authority.empty()) authority.remove_prefix(1);
    } else {
        url.host = cut(authority, ':');
    }
    url.port = authority;
    return url.port.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

std::optional<EnvUrl> parse_env_url(std::string_view text) {
    const auto colon = text.find("://");
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    EnvUrl url;
    auto scheme = text.substr(0, colon);
    url.scheme = base::to_lower(cut(scheme, '+'));
    text.remove_prefix(colon + 3);
    auto place = cut(text, '?');
    // A password may hold a slash as it is; the path begins behind the last @.
    const auto person = place.rfind('@');
    const auto slash = place.find('/', person == std::string_view::npos ? 0 : person);
    if (!take_authority(url, place.substr(0, slash))) return std::nullopt;
    if (slash != std::string_view::npos && !decode_into(url.path, place.substr(slash + 1)))
        return std::nullopt;
    while (!text.empty()) {
        auto pair = cut(text, '&');
        std::string name;
        if (!decode_into(name, cut(pair, '=')) || !decode_into(url.query[name], pair)) return std::nullopt;
    }
    return url;
}

}  // namespace commands
