// What the values of a configuration must be to each other, and what production refuses. Guarantees: a rule
// that looks at a doubtful key says nothing, so that one mistake is never told as two; the others are told in
// the same round. Internal to base/configuration*.cpp.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/configuration.h"

namespace base {

// `doubtful`: places of keys about which something was complained already.
std::vector<std::string> check_together(const Configuration& config, const std::set<int>& doubtful);

}  // namespace base
