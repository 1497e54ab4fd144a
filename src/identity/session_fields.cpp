#include "identity/session_fields.h"

#include "identity/sessions.h"
#include "identity/trusted_browsers.h"

namespace identity {

void show_sessions(app::Context& context, http::Page& page) {
    const auto sessions = own_sessions(context);
    for (const auto& session : sessions) {
        auto block = page.section("SESSION");
        block.set("ID", session.id);
        block.set("DEVICE", device_words(session.user_agent));
        block.set("ADDRESS", session.address);
        block.set_time("SINCE", "SINCE_ISO", session.created_at);
        block.set_time("LAST_SEEN", "LAST_SEEN_ISO", session.last_seen_at);
        block.show(session.current ? "CURRENT" : "OTHER");
    }
    page.show_if("HAS_OTHER_SESSIONS", sessions.size() > 1);
}

void show_trusted_browsers(app::Context& context, http::Page& page) {
    const auto browsers = trusted_browsers(context);
    if (browsers.empty() && !trust_offered(context)) return;
    auto section = page.section("TRUSTED");
    for (const auto& browser : browsers) {
        auto block = section.section("BROWSER");
        block.set("ID", browser.id);
        block.set("DEVICE", device_words(browser.user_agent));
        block.set_time("SINCE", "SINCE_ISO", browser.created_at);
        block.set_time("LAST_USED", "LAST_USED_ISO", browser.last_used_at);
        block.set_time("UNTIL", "UNTIL_ISO", browser.expires_at);
        block.show_if("CURRENT", browser.current);
    }
    section.show_if("NO_BROWSERS", browsers.empty());
    section.show_if("HAS_BROWSERS", !browsers.empty());
}

}  // namespace identity
