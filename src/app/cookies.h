// Names of the portal's cookies: "__Host-gatehouse-NAME" holds the session, "…-browser" binds forms and
// challenges of strangers to their browser, "…-device" marks a browser that signed in before, "…-theme" keeps
// light or dark.
#pragma once

#include <string>
#include <string_view>

#include "base/configuration.h"

namespace app {

inline std::string cookie_name(const base::Configuration& config, std::string_view suffix = "") {
    return fmt::format("__Host-gatehouse-{}{}", config.text("portal.instance"), suffix);
}

}  // namespace app
