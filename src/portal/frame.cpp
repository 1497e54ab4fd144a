// Fills the frame; the assets' names come from the list that `make` wrote.
#include "portal/frame.h"

#include <fstream>
#include <sstream>

#include "app/cookies.h"
#include "outbox/backlog.h"
#include "portal/form_token.h"
#include "portal/notices.h"

namespace portal {

namespace {

struct Entry {
    std::string_view path;
    const char* mark;
};
// The navigation entry that is current: the first whose path the request's path begins with.
constexpr Entry kEntries[] = {
    {"/tickets", "NAV_TICKETS"}, {"/desk", "NAV_DESK"},        {"/administration", "NAV_ADMINISTRATION"},
    {"/profile", "NAV_PROFILE"}, {"/security", "NAV_PROFILE"}, {"/confirm", "NAV_PROFILE"},
    {"/dashboard", "NAV_HOME"},  {"/login", "NAV_SIGN_IN"},    {"/sign-up", "NAV_SIGN_UP"}};

void mark_current(http::Block& frame, std::string_view path) {
    for (const auto& entry : kEntries) {
        if (!path.starts_with(entry.path)) continue;
        frame.show(entry.mark);
        return;
    }
}

// Refused before the session was looked up, which would cost a read: with a session's cookie it may be
// somebody.
bool may_be_inside(const Passage& passage) {
    return !passage.knows_who &&
           !passage.request.cookie(app::cookie_name(passage.context.config)).value_or("").empty();
}

void show_navigation(const Passage& passage, http::Block& frame) {
    if (may_be_inside(passage)) return frame.show("ANYBODY");
    std::string_view path = passage.request.path();
    path.remove_prefix(std::min(passage.context.config.base_path().size(), path.size()));
    const auto& actor = passage.context.actor;
    if (!actor.signed_in()) {
        auto block = frame.section("SIGNED_OUT");
        mark_current(block, path);
        return;
    }
    auto block = frame.section("SIGNED_IN");
    block.set("PERSON_NAME", actor.name);
    const authority::Rights rights{actor.rights};
    block.show_if("MAY_TICKETS", rights.has(authority::Permission::ticket_own));
    block.show_if("MAY_DESK", rights.has(authority::Permission::ticket_desk));
    block.show_if("MAY_ADMINISTER", rights.has(authority::Permission::delivery_view));
    mark_current(block, path);
}

// Mail that does not get out is told to those who can look at it, on every page of theirs in the house.
void show_alarm(Passage& passage, http::Block& frame) {
    auto& context = passage.context;
    if (passage.pool != Pool::house || !context.actor.signed_in()) return;
    if (!authority::Rights{context.actor.rights}.has(authority::Permission::delivery_view)) return;
    outbox::Backlog mail;
    try {
        mail = outbox::glance(context);
    } catch (const base::DatabaseError& error) {  // this may be the page that says so
        context.log.warning("database.away", {{"code", error.code}, {"what", error.what()}});
        return;
    }
    const bool late = mail.age(context.now()) > context.config.seconds("courier.late_after");
    if (!late && mail.dead == 0) return;
    auto alarm = frame.section("ALARM");
    if (late) alarm.section("LATE").set_time("SINCE", "SINCE_ISO", *mail.oldest);
    if (mail.dead == 0) return;
    auto dead = alarm.section("DEAD");
    dead.show(mail.dead == 1 ? "ONE" : "MANY");
    dead.set("COUNT", mail.dead < outbox::kMostDead ? std::to_string(mail.dead)
                                                    : fmt::format("{} or more", outbox::kMostDead));
}

}  // namespace

void fill_frame(Passage& passage, http::Page& page) {
    const auto& config = passage.context.config;
    page.set_everywhere("CSRF_TOKEN", form_token(passage));
    page.set_everywhere("PAGE_TIME", std::to_string(passage.context.now().time_since_epoch().count()));
    auto frame = page.frame();
    frame.set("TITLE", page.title());
    const auto theme = passage.request.cookie(app::cookie_name(config, "-theme")).value_or("auto");
    if (theme == "light" || theme == "dark") frame.section("THEMED").set("THEME", theme);
    show_navigation(passage, frame);
    show_alarm(passage, frame);
    const auto notice = passage.request.query().get("notice");
    if (const auto message = notice_text(notice); !message.empty()) {
        auto block = frame.section("NOTICE");
        block.set("MESSAGE", message);
        block.show(tells_of_an_end(notice) ? "OVER" : "DONE");
    }
}

void fill_plain_frame(http::Page& page) {
    auto frame = page.frame();
    frame.set("TITLE", page.title());
    frame.show("ANYBODY");
}

void set_constants(const base::Configuration& config) {
    http::set_constant("PORTAL_NAME", config.text("portal.name"));
    http::set_constant("ROOT", config.base_path());
    http::set_constant("ASSETS", config.base_path() + "/assets");
    const auto file = config.text("server.assets_folder") + "/manifest";
    std::ifstream manifest(file);
    if (!manifest)
        throw base::ConfigError("cannot read the list of assets " + file + " (server.assets_folder)");
    for (std::string line; std::getline(manifest, line);) {
        std::istringstream words(line);
        std::string name, hashed, integrity;
        if (!(words >> name >> hashed >> integrity)) continue;
        std::string key = "ASSET_";
        for (const char c : name) key += c == '.' || c == '-' ? '_' : static_cast<char>(std::toupper(c));
        http::set_constant(key, hashed);
        http::set_constant(key + "_INTEGRITY", integrity);
    }
}

}  // namespace portal
