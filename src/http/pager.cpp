#include "http/pager.h"

#include "base/text.h"

namespace http {

namespace {

// The address of another page of the same list.
std::string address(const Request& request, std::string_view from) {
    std::string query;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        query += (query.empty() ? "?" : "&") + std::string(name) + "=" + base::percent_encode(value);
    };
    for (const auto& [name, value] : request.query())
        if (name != "from" && name != "notice") add(name, value);
    add("from", from);
    return request.path() + query;
}

}  // namespace

void show_pager(Page& page, const Request& request, std::string_view next, std::string_view words) {
    auto pager = page.include("PAGER", "pager.html");
    if (!request.query().get("from").empty()) pager.section("FIRST").set("ADDRESS", address(request, ""));
    if (next.empty()) return;
    auto link = pager.section("NEXT");
    link.set("ADDRESS", address(request, next));
    link.set("WORDS", words);
}

}  // namespace http
