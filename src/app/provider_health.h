// How a provider is doing, and what a call's end makes of it: the circuit breaker's rules. Pure.
//  - So many failures in a row that only a sysadmin can mend (key, address, credit) stop the provider; so
//    many others in a row open it for 30 s, twice as long after each try that fails too, up to 10 minutes.
//  - Nobody calls a provider that is open or stopped, until its time is over; then one caller at a time may
//    try (a stopped one every 10 minutes, so that it is found mended without anybody's help).
//  - One call that goes well closes it. A provider's own wish ("not before …") holds for all callers.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace app {

// What a call says about the provider itself; a refusal of one mail or one number says that it works.
enum class Standing { well, troubled, misconfigured };

struct ProviderHealth {
    enum class State { closed, open, stopped };
    State state = State::closed;
    std::uint64_t troubled = 0, misconfigured = 0;  // failures in a row
    std::uint64_t openings = 0;                     // times it opened since it last went well
    std::optional<base::Instant> open_until;        // open or stopped: nobody calls before
    std::optional<base::Instant> probe_until;       // somebody tries: nobody else before
    std::optional<base::Instant> pause_until;       // the provider's own wish
    std::optional<base::Instant> changed;           // when `state` last changed
};

std::string_view to_text(ProviderHealth::State state);
ProviderHealth::State to_provider_state(std::string_view text);  // throws base::Bug for another word

// The health after a call that ended at `now`; `failures`: so many in a row are too many.
ProviderHealth after_call(ProviderHealth health, Standing standing, std::optional<std::chrono::seconds> pause,
                          base::Instant now, std::uint64_t failures);
// Whether anybody may call now: at once, only as the one who tries, or not for so long.
struct Leave {
    enum class Kind { go, probe, wait } kind = Kind::go;
    std::chrono::seconds wait{};  // at least 1 when `kind` is wait
};
Leave leave_at(const ProviderHealth& health, base::Instant now);

// One try of an open provider must be over in this time; then the next may be made.
inline constexpr std::chrono::seconds kProbe{90};

}  // namespace app
