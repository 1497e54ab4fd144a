// Finds the row of the route table for a method and a path. Rows are tried in order; a {brace} takes one
// segment.
#include "portal/route.h"

namespace portal {

namespace {

std::optional<http::Fields> match(std::string_view pattern, std::string_view path) {
    http::Fields found;
    while (!pattern.empty()) {
        if (pattern.front() == '{') {
            const auto name_end = pattern.find('}');
            const auto value_end = std::min(path.find('/'), path.size());
            if (value_end == 0) return std::nullopt;
            found.add(std::string(pattern.substr(1, name_end - 1)), std::string(path.substr(0, value_end)));
            pattern.remove_prefix(name_end + 1);
            path.remove_prefix(value_end);
        } else {
            if (path.empty() || path.front() != pattern.front()) return std::nullopt;
            pattern.remove_prefix(1);
            path.remove_prefix(1);
        }
    }
    if (!path.empty()) return std::nullopt;
    return found;
}

}  // namespace

Match find_route(http::Method method, std::string_view path) {
    Match result;
    const auto wanted = method == http::Method::head ? http::Method::get : method;
    for (const auto& route : routes()) {
        auto parameters = match(route.pattern, path);
        if (!parameters) continue;
        if (route.method == wanted) {
            result.route = &route;
            result.parameters = std::move(*parameters);
            return result;
        }
        if (std::ranges::find(result.allowed, route.method) == result.allowed.end()) {
            result.allowed.push_back(route.method);
        }
    }
    return result;
}

}  // namespace portal
