// "Did you mean": the known word nearest to a mistyped one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace base {

// The nearest of `known` by edits (insert, delete, replace, swap), or "" when none is near (more than a third
// of the letters differ).
std::string closest(std::string_view typed, const std::vector<std::string>& known);
// "; did you mean X?", or "".
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known);

}  // namespace base
