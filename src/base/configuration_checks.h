// The rules a configuration must keep beyond spelling: ranges, forms, and what production refuses. Each adds
// complaints; none throws. Internal to base/configuration*.cpp.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/configuration.h"

namespace base {

// Each value by itself: range, allowed words, no control characters.
void check_values(const std::vector<Configuration::Entry>& entries, std::vector<std::string>& complaints);
// What must fit together, and what production refuses.
void check_together(const Configuration& config, std::vector<std::string>& complaints);

struct BaseUrl {
    std::string url, host, path;  // url without trailing slash; host without port; path "" or "/portal"
};
std::expected<BaseUrl, std::string> parse_base_url(std::string_view text);

}  // namespace base
