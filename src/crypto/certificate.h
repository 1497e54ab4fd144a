// Just enough of X.509 to warn a sysadmin in time.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace crypto {

// When the first certificate of a PEM file ends; nothing when the file cannot be read as one.
std::optional<base::Instant> certificate_end(const std::string& file);

}  // namespace crypto
