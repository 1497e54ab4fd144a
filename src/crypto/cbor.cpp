// A walker over CBOR items: one head at a time, every length checked against what is left.
#include "crypto/cbor.h"

#include <limits>

namespace crypto::cbor {
namespace {

constexpr int kMaxDepth = 4;

enum Major : unsigned { kUnsigned = 0, kNegative = 1, kBytes = 2, kText = 3, kArray = 4, kMap = 5, kTag = 6 };

struct Head {
    unsigned major;
    std::uint64_t argument;
};

std::optional<Head> take_head(std::string_view& rest) {
    if (rest.empty()) return {};
    const unsigned first = static_cast<unsigned char>(rest[0]);
    rest.remove_prefix(1);
    const unsigned low = first & 31U;
    if (low < 24) return Head{first >> 5U, low};
    if (low > 27) return {};  // reserved, or an indefinite length
    const size_t size = size_t{1} << (low - 24U);
    if (rest.size() < size) return {};
    std::uint64_t argument = 0;
    for (const char c : rest.substr(0, size)) argument = argument << 8U | static_cast<unsigned char>(c);
    rest.remove_prefix(size);
    return Head{first >> 5U, argument};
}

bool skip(std::string_view& rest, int depth) {
    const auto head = take_head(rest);
    if (!head || depth > kMaxDepth) return false;
    if (head->major == kBytes || head->major == kText) {
        if (head->argument > rest.size()) return false;
        rest.remove_prefix(static_cast<size_t>(head->argument));
        return true;
    }
    if (head->major == kTag) return false;  // not used by CTAP2
    if (head->major != kArray && head->major != kMap) return true;
    // Every item takes a byte at least: a count beyond that is a lie, and the loop stays bounded.
    if (head->argument > rest.size()) return false;
    for (std::uint64_t left = head->argument * (head->major == kMap ? 2 : 1); left > 0; --left) {
        if (!skip(rest, depth + 1)) return false;
    }
    return true;
}

std::optional<std::string_view> content(std::string_view item, Major major) {
    const auto head = take_head(item);
    if (!head || head->major != major || head->argument != item.size()) return {};
    return item;
}

}  // namespace

std::optional<std::string_view> take_item(std::string_view& rest) {
    const std::string_view before = rest;
    if (!skip(rest, 1)) return {};
    return before.substr(0, before.size() - rest.size());
}

std::optional<std::string_view> text(std::string_view item) {
    return content(item, kText);
}

std::optional<std::string_view> bytes(std::string_view item) {
    return content(item, kBytes);
}

std::optional<std::int64_t> integer(std::string_view item) {
    const auto head = take_head(item);
    if (!head || !item.empty() || head->argument > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
        return {};
    }
    const auto value = static_cast<std::int64_t>(head->argument);
    if (head->major == kUnsigned) return value;
    if (head->major == kNegative) return -1 - value;
    return {};
}

bool walk_map(std::string_view item, const std::function<void(std::string_view, std::string_view)>& each) {
    const auto head = take_head(item);
    if (!head || head->major != kMap || head->argument > item.size()) return false;
    for (std::uint64_t left = head->argument; left > 0; --left) {
        const auto key = take_item(item);
        const auto value = key ? take_item(item) : std::nullopt;
        if (!value) return false;
        each(*key, *value);
    }
    return item.empty();
}

std::optional<std::string_view> at(std::string_view map, std::string_view key) {
    std::optional<std::string_view> found;
    int times = 0;
    const bool whole = walk_map(map, [&](std::string_view name, std::string_view value) {
        if (text(name) != key) return;
        found = value;
        ++times;
    });
    if (!whole || times != 1) return {};
    return found;
}

}  // namespace crypto::cbor
