// Factors on pages.
#include "identity/factor_fields.h"

#include <algorithm>

#include "crypto/qr.h"
#include "identity/account_store.h"
#include "identity/factor_send.h"
#include "identity/phone_code.h"
#include "identity/phone_fields.h"
#include "identity/phone_store.h"

namespace identity {

namespace {

struct Words {
    Factor factor;
    const char* section;
    std::string_view label;
};
constexpr Words kWords[] = {{Factor::password, "ASK_PASSWORD", "Use your password"},
                            {Factor::passkey, "ASK_PASSKEY", "Use a passkey"},
                            {Factor::totp, "ASK_TOTP", "Use your authenticator app"},
                            {Factor::sms, "ASK_SMS", "Use a code sent to your phone"},
                            {Factor::mailed_code, "ASK_MAILED_CODE", "Use a code by mail"},
                            {Factor::recovery_code, "ASK_RECOVERY_CODE", "Use a recovery code"}};

void show_mailed(app::Context& context, base::AccountId account, http::Block& ask) {
    if (const auto owner = find_account(context, account)) {
        const auto email = base::EmailAddress::parse(owner->email);
        ask.set("MASKED_EMAIL", email ? email->masked() : "your address");
    }
    ask.set("MINUTES", context.config.seconds("code.lifetime").count() / 60);
}

// Whether a code is on its way, which can be typed.
bool show_texted(app::Context& context, base::AccountId account, http::Block& ask) {
    const auto phone = find_phone(context, account);
    if (!phone) return false;
    const auto code = code_on_its_way(context, account, *phone);
    show_phone(ask, *phone, code);
    return code.has_value();
}

void show_asked(app::Context& context, base::AccountId account, http::Page& page, http::Block& ask,
                const Words& asked) {
    ask.show(asked.section);
    ask.set("FACTOR", to_text(asked.factor));
    const auto ask_code = [&](const char* from) { page.part(ask, "CODE_FIELD", kCodeField).show(from); };
    switch (asked.factor) {
        case Factor::passkey: return;
        case Factor::sms:
            if (!show_texted(context, account, ask)) return;
            ask_code("SENT");
            break;
        case Factor::mailed_code:
            show_mailed(context, account, ask);
            ask_code("FROM_MAIL");
            break;
        case Factor::totp: ask_code("FROM_APP"); break;
        case Factor::password:
        case Factor::recovery_code: break;
    }
    ask.show("ASK_CODE");
}

}  // namespace

http::Block show_factors(app::Context& context, base::AccountId account, http::Page& page,
                         const std::vector<Factor>& factors, std::string_view with) {
    auto ask = page.part("ASK_FACTOR", "ask_factor.html");
    auto asked = factors.front();
    if (const auto wanted = factor_of(with); wanted && std::ranges::find(factors, *wanted) != factors.end()) {
        asked = *wanted;
    }
    for (const auto& words : kWords) {
        if (words.factor == asked) show_asked(context, account, page, ask, words);
        if (words.factor == asked || std::ranges::find(factors, words.factor) == factors.end()) continue;
        auto other = page.section("OTHER");
        other.set("FACTOR", to_text(words.factor));
        other.set("LABEL", words.label);
        other.show(is_sent(words.factor) ? "BY_SENDING" : "BY_LINK");
    }
    page.show_if("HAS_OTHERS", factors.size() > 1);
    return ask;
}

void send_along(http::Block& ask, std::string_view name, std::string_view value) {
    auto hidden = ask.section("HIDDEN");
    hidden.set("NAME", name);
    hidden.set("VALUE", value);
}

void show_no_mail(http::Page& page, const NoMail& no_mail) {
    auto shown = page.include("NO_MAIL", "no_mail.html");
    shown.set("RESEND", no_mail.resend);
    shown.set("NAME", no_mail.name);
    shown.set("VALUE", no_mail.value);
    shown.set("WAY_OUT", no_mail.way_out);
    shown.set("WORDS", no_mail.words);
}

void show_offer(http::Page& page, const AppOffer& offer) {
    page.set("APP", offer.id);
    auto shown = page.include("APP_OFFER", "app_offer.html");
    shown.set("QR", crypto::qr_svg(offer.uri));
    shown.set("SECRET", offer.secret);
}

}  // namespace identity
