// A passkey as its owner sees it: a key pair that a device or password manager keeps for this portal. The
// rows are passkey_store's, the ceremony is passkey_ceremony's, the rules are in passkeys.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"

namespace identity {

struct Passkey {
    std::uint64_t id;
    std::string name;
    base::Instant created_at;
    std::optional<base::Instant> last_used_at;
    bool backed_up;  // kept in a cloud as well, so that a lost device does not lose it
};

}  // namespace identity
