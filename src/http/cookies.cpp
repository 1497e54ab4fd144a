// Cookie header in, names and raw values out. Guarantees bounded work; never decodes or unquotes a value.
#include "http/cookies.h"

#include "base/text.h"

namespace http {
namespace {

constexpr size_t kMostAlike = 16;
constexpr size_t kMostCookies = 200;

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

std::expected<Fields, std::string> read_cookies(std::string_view header) {
    Fields cookies;
    std::map<std::string_view, size_t> alike;
    while (!header.empty()) {
        const auto end = std::min(header.find(';'), header.size());
        const auto pair = base::trim(header.substr(0, end));
        header.remove_prefix(std::min(end + 1, header.size()));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || equals == 0 || !is_plain(pair)) continue;
        const auto name = pair.substr(0, equals);
        if (name.find(' ') != std::string_view::npos) continue;
        if (++alike[name] > kMostAlike) return std::unexpected("There are too many cookies of one name.");
        if (cookies.size() == kMostCookies) return std::unexpected("There are too many cookies.");
        cookies.add(std::string(name), std::string(pair.substr(equals + 1)));
    }
    return cookies;
}

}  // namespace http
