// Where a pool keeps what its processes share: a folder of its own below server.runtime_folder, so that pools
// may run as different Unix users. The sockets stand above, for nginx.
#pragma once

#include <string>
#include <string_view>

#include "base/configuration.h"

namespace app {

inline std::string pool_folder(const base::Configuration& config, std::string_view pool) {
    return fmt::format("{}/{}", config.text("server.runtime_folder"), pool);
}

inline std::string scoreboard_file(const base::Configuration& config, std::string_view pool) {
    return fmt::format("{}/{}.scoreboard", pool_folder(config, pool), pool);
}

// There as long as the gate's workers find Redis away.
inline std::string redis_away_file(const base::Configuration& config) {
    return pool_folder(config, "gate") + "/redis.away";
}

}  // namespace app
