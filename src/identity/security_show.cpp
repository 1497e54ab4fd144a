// "Sign-in and security": how I sign in, and what I can change about it.
#include "identity/factor_change.h"
#include "identity/handlers.h"
#include "identity/passkeys.h"
#include "identity/phone_fields.h"
#include "identity/session_fields.h"
#include "identity/sign_in_steps.h"

namespace identity {

namespace {

void show_passkeys(app::Context& context, http::Page& page, const std::vector<Passkey>& passkeys) {
    const bool offered = passkeys_offered(context);
    if (!offered && passkeys.empty()) return;
    auto section = page.section("PASSKEYS");
    for (const auto& passkey : passkeys) {
        auto block = section.section("PASSKEY");
        block.set("ID", passkey.id);
        block.set("NAME", passkey.name);
        block.set_time("ADDED", "ADDED_ISO", passkey.created_at);
        if (passkey.last_used_at)
            block.section("USED").set_time("LAST_USED", "LAST_USED_ISO", *passkey.last_used_at);
        block.show_if("BACKED_UP", passkey.backed_up);
    }
    section.show_if("NO_PASSKEYS", passkeys.empty());
    section.show_if("MAY_ADD", offered);
}

void show_phone_section(app::Context& context, http::Page& page, const OwnFactors& own) {
    const bool offered = is_allowed(context, Factor::sms);
    if (!offered && !own.phone) return;
    auto section = page.section("PHONE");
    section.show_if("MAY_ADD_PHONE", offered);
    section.show(own.apps.empty() && own.passkeys.empty() ? "STRONGER" : "STRONG");
    if (!own.phone) return section.show("NO_PHONE");
    auto block = section.section("OWN_PHONE");
    block.set("ID", own.phone->id);
    show_number(block, *own.phone);
    block.set_time("ADDED", "ADDED_ISO", own.phone->created_at);
    if (own.phone->last_used_at)
        block.section("USED").set_time("LAST_USED", "LAST_USED_ISO", *own.phone->last_used_at);
}

}  // namespace

http::Response security_show(app::Context& context, const http::Request&) {
    const auto own = own_factors(context, context.actor.account);
    http::Page page("security.html", "Sign-in and security");
    show_passkeys(context, page, own.passkeys);
    page.set("EMAIL", context.actor.email);
    for (const auto& app : own.apps) {
        auto block = page.section("APP");
        block.set("ID", app.id);
        block.set("NAME", app.name);
        block.set_time("ADDED", "ADDED_ISO", app.created_at);
        if (app.last_used_at) block.section("USED").set_time("LAST_USED", "LAST_USED_ISO", *app.last_used_at);
    }
    show_phone_section(context, page, own);
    page.show_if("NO_APPS", own.apps.empty());
    page.show_if("MAY_ADD_APP", is_allowed(context, Factor::totp));
    page.show_if("NEEDED", needs_second_factor(context, context.actor.account));
    if (own.has_second() && is_allowed(context, Factor::recovery_code)) {
        auto codes = page.section("RECOVERY");
        codes.set("LEFT", own.recovery_codes);
        codes.show(own.recovery_codes == 0 ? "NONE" : own.recovery_codes < 4 ? "FEW" : "ENOUGH");
    }
    show_trusted_browsers(context, page);
    show_sessions(context, page);
    if (is_first(context, Factor::mailed_code) || own.mailed_code ||
        is_allowed(context, Factor::mailed_code)) {
        auto mailed = page.section("MAILED");
        const bool shut_by_second = own.by_mailed_code && !own.opens_by_mail();
        if (is_first(context, Factor::mailed_code) && !shut_by_second)
            mailed.section("FIRST").show(own.by_mailed_code ? "FIRST_ON" : "FIRST_OFF");
        if (own.mailed_code || is_allowed(context, Factor::mailed_code))
            mailed.section("SECOND").show(own.mailed_code ? "SECOND_ON" : "SECOND_OFF");
    }
    return http::Response::page(std::move(page));
}

}  // namespace identity
