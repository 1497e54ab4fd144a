// Factors on pages.
#include "identity/factor_fields.h"

#include <algorithm>

#include "crypto/qr.h"
#include "identity/account_store.h"
#include "identity/factor_send.h"

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

void show_asked(app::Context& context, base::AccountId account, http::Block block, Factor factor) {
    if (factor != Factor::mailed_code) return;
    if (const auto owner = find_account(context, account)) {
        const auto email = base::EmailAddress::parse(owner->email);
        block.set("MASKED_EMAIL", email ? email->masked() : "your address");
    }
    block.set("MINUTES", context.config.seconds("code.lifetime").count() / 60);
}

}  // namespace

void show_factors(app::Context& context, base::AccountId account, http::Page& page,
                  const std::vector<Factor>& factors, std::string_view with) {
    auto asked = factors.front();
    if (const auto wanted = factor_of(with); wanted && std::ranges::find(factors, *wanted) != factors.end()) {
        asked = *wanted;
    }
    for (const auto& words : kWords) {
        if (words.factor == asked) show_asked(context, account, page.section(words.section), asked);
        if (words.factor == asked || std::ranges::find(factors, words.factor) == factors.end()) continue;
        auto other = page.section("OTHER");
        other.set("FACTOR", to_text(words.factor));
        other.set("LABEL", words.label);
        other.show(is_sent(words.factor) ? "BY_SENDING" : "BY_LINK");
    }
    page.show_if("ASK_CODE", asked != Factor::passkey && asked != Factor::sms);
    page.show_if("HAS_OTHERS", factors.size() > 1);
}

void show_offer(http::Page& page, const AppOffer& offer) {
    page.set("APP", offer.id);
    page.set("QR", crypto::qr_svg(offer.uri));
    page.set("SECRET", offer.secret);
}

}  // namespace identity
