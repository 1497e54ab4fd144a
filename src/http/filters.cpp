#include "http/filters.h"

namespace http {

void show_filters(Page& page, const Request& request, std::string_view label,
                  std::span<const Filter> filters) {
    auto row = page.include("FILTERS", "filters.html");
    row.set("LABEL", label);
    for (const auto& filter : filters) {
        auto link = row.section("FILTER");
        link.set("ADDRESS", request.path() + std::string(filter.query));
        link.set("WORDS", filter.words);
        link.show_if("CURRENT", filter.current);
        if (!filter.count.empty()) link.section("COUNTED").set("COUNT", filter.count);
    }
}

}  // namespace http
