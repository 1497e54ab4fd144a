// Where a person was going before the sign-in page: a path of this portal only, never another site.
#pragma once

#include <string>
#include <string_view>

namespace identity {

// The path if it is safe ("/tickets/7"), else `otherwise`. Refuses "//", "\", control characters, schemes,
// dots that climb, and the sign-in and sign-out pages themselves.
std::string safe_next(std::string_view wanted, std::string_view otherwise);

}  // namespace identity
