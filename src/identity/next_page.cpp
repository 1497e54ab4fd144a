// An allow-list, not a block-list: a path begins with one slash and holds plain path characters.
#include "identity/next_page.h"

#include <algorithm>
#include <cctype>

namespace identity {

std::string safe_next(std::string_view wanted, std::string_view otherwise) {
    const auto plain = [](unsigned char c) { return std::isalnum(c) || c == '/' || c == '-' || c == '_'; };
    const bool ok = wanted.size() <= 512 && wanted.starts_with('/') &&
                    wanted.find("//") == std::string_view::npos &&
                    std::all_of(wanted.begin(), wanted.end(), plain) && !wanted.starts_with("/login") &&
                    !wanted.starts_with("/logout");
    return std::string(ok ? wanted : otherwise);
}

}  // namespace identity
