// Where failures are counted.
#pragma once

#include <optional>
#include <string>

#include "app/context.h"

namespace identity {

struct Failures {
    int amount;
    base::Instant last;
};
std::optional<Failures> load_failures(app::Context& context, const std::string& bucket);
// Adds one unless the last failure is older than `forget_before`: then it starts at one again. Returns how
// many.
int add_failure(app::Context& context, const std::string& bucket, base::Instant forget_before);
void delete_failures(app::Context& context, const std::string& bucket);

}  // namespace identity
