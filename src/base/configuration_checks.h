// What each value of a configuration must be by itself, beyond its type. Internal to base/configuration*.cpp.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/configuration.h"

namespace base {

// Range, allowed words, no control characters; nothing when it is right.
std::vector<std::string> check_value(const Configuration::Entry& entry);

struct BaseUrl {
    std::string url, host, path;  // url without trailing slash; host without port; path "" or "/portal"
};
std::expected<BaseUrl, std::string> parse_base_url(std::string_view text);

}  // namespace base
