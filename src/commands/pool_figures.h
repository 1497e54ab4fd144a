// What both pools are doing, as Prometheus text: read from their scoreboards, asking nobody.
#pragma once

#include <string>

#include "base/configuration.h"

namespace commands {

std::string pool_figures(const base::Configuration& config);

}  // namespace commands
