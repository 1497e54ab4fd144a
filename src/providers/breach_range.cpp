#include "providers/breach_range.h"

#include <charconv>

#include "base/error.h"
#include "base/text.h"

namespace providers {

namespace {

constexpr size_t kPrefix = 5, kHash = 40, kSuffix = kHash - kPrefix, kMost = 256 * 1024;

char upper(char c) {
    return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
}

std::string_view take_line(std::string_view& lines) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = base::trim(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
    return line;
}

// Not a page, not an error under 200, not nothing: the service never answers an empty list.
bool is_list(std::string_view body) {
    while (!body.empty()) {
        const auto line = take_line(body);
        if (line.size() > kSuffix + 1 && line[kSuffix] == ':' &&
            line.find_first_not_of("0123456789abcdefABCDEF") == kSuffix)
            return true;
    }
    return false;
}

}  // namespace

std::uint64_t count_in_range(std::string_view lines, std::string_view suffix) {
    while (!lines.empty()) {
        auto line = take_line(lines);
        if (line.size() <= suffix.size() + 1 || line[suffix.size()] != ':') continue;
        if (!std::ranges::equal(line.substr(0, suffix.size()), suffix, {}, upper, upper)) continue;
        line.remove_prefix(suffix.size() + 1);
        std::uint64_t count = 0;
        const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), count);
        if (error == std::errc() && rest == line.data() + line.size()) return count;
    }
    return 0;
}

BreachRange::BreachRange(BreachSettings settings)
    : settings_(std::move(settings)), client_(settings_.ca_file) {}

std::optional<std::uint64_t> BreachRange::seen(std::string_view sha1_hex) {
    if (sha1_hex.size() != kHash) throw base::Bug("BreachRange::seen wants 40 hex characters");
    std::string prefix(sha1_hex.substr(0, kPrefix));
    std::ranges::transform(prefix, prefix.begin(), upper);
    const HttpCall call{
        .method = "GET",
        .url = join_url(settings_.base_url, "range/" + prefix),
        .headers = {{"Add-Padding", "true"}},
        .body = {},
        .user = {},
        .deadline = settings_.deadline / 2,
        .most = kMost,
    };
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto answer = client_.call(call);
        if (answer.failure == Failure::none && answer.code == 200 && is_list(answer.body))
            return count_in_range(answer.body, sha1_hex.substr(kPrefix));
        if (answer.failure == Failure::none && answer.code < 500 && answer.code != 429) break;
    }
    return std::nullopt;
}

}  // namespace providers
