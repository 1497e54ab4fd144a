// A database's or Redis' address as the Python systems write it: mysql+pymysql://user:word@host:3306/name.
// Pure; never quotes what it reads, because a password stands in it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace commands {

struct EnvUrl {
    std::string scheme;                            // without the driver: "mysql"
    std::string user, password, host, port, path;  // decoded; the path without its first slash
    std::map<std::string, std::string> query;      // decoded

    bool is_this_host() const {
        return host.empty() || host == "localhost" || host == "127.0.0.1" || host == "::1";
    }
};

// Nothing if it is no such address.
std::optional<EnvUrl> parse_env_url(std::string_view text);

}  // namespace commands
