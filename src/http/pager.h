// The links below a list: to its first page, on later pages, and to the next, where there is one. They keep
// what the list was asked for. In templates: the include PAGER.
#pragma once

#include <string_view>

#include "http/page.h"
#include "http/request.h"

namespace http {

// `next`: the query's "from" of the next page, "" if this is the last; `words` is how that link reads.
void show_pager(Page& page, const Request& request, std::string_view next,
                std::string_view words = "Next page");

}  // namespace http
