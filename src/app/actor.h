// Who asks: a stranger, a person with a session, or the system itself (command line, courier). Made by the
// pipeline from the session's row; use cases take it by reference and never look anywhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/id.h"

namespace app {

struct Actor {
    base::AccountId account;                 // none for strangers and the system
    std::uint64_t session = 0;               // session.id
    std::uint64_t rights = 0;                // authority::Rights bits
    std::string name;                        // "Ada Lovelace"
    std::string email;                       // as proved
    std::optional<base::Instant> proved_at;  // last step-up (second factor)
    bool is_system = false;
    std::string label = "";  // for the audit trail when is_system: "command", "courier"

    bool signed_in() const { return static_cast<bool>(account); }
};

}  // namespace app
