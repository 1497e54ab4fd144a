// The row of links above a list that narrow it, with how many each would show. In templates: the include
// FILTERS.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/page.h"
#include "http/request.h"

namespace http {

struct Filter {
    std::string_view words, query;  // "Open", "?status=open"
    bool current = false;
    std::string count = "";  // "" = not counted
};

// `label` names the row for those who do not see it.
void show_filters(Page& page, const Request& request, std::string_view label,
                  std::span<const Filter> filters);

}  // namespace http
