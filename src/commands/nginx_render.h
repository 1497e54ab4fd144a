// What nginx needs to know about a portal, as text: its files, filled in from the configuration and the route
// table. Never reads or writes a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/configuration.h"

namespace commands {

// What the caller may set beside the configuration.
struct NginxChoices {
    std::string includes = "/etc/nginx/snippets";  // where the locations and fastcgi files will stand
    std::string server_name;                       // "": nginx.server_name, else the host of base_url
    std::string access_log;                        // a file
    std::vector<std::string> addresses;            // listen on these only; empty: all, IPv4 and IPv6
    std::string user;                              // of the whole local nginx; "": the caller
    int rate = 20, burst = 60;                     // requests a second and address
    int gate_rate = 2, gate_burst = 20;            // POSTs to the gate pool
    int connections = 64;                          // at once and address; HTTP/2 requests count one each
};

// `file` is a name of nginx/, "gatehouse-http.conf". Throws base::ConfigError for an unknown name.
std::string render_nginx(std::string_view file, const base::Configuration& config,
                         const NginxChoices& choices);

// A page of nginx's own for 413, 429, 502, 503 or 504; `css` is the hashed name of the style sheet.
std::string render_error_page(int status, const base::Configuration& config, std::string_view css);

}  // namespace commands
