// The words of consent, as they stand on the page and in the record.
#include "identity/phone_consent.h"

#include "identity/phone_consent_store.h"

namespace identity {

ConsentWords consent_words(const base::Configuration& config) {
    const auto& portal = config.text("portal.name");
    const bool looked_up = config.text("phone.lookup") != "none";
    return {
        fmt::format(
            "{} sends one-time codes to your number, by text message or automated call, and nothing "
            "else: one when you add the number, and one each time you ask for it at sign-in or to confirm "
            "a change. Never advertising. Message and data rates of your phone company may apply. The "
            "number is handed to the service that sends the codes{}. You need not agree: other second "
            "factors work without a phone number. To stop, remove the number on the page “Sign-in and "
            "security” at any time; from then on nothing is sent.",
            portal, looked_up ? ", and to one that tells whether it can receive them" : ""),
        fmt::format("I agree that {} sends me these codes", portal)};
}

std::uint64_t give_consent(app::Context& context, base::AccountId account, const base::PhoneNumber& number) {
    const auto words = consent_words(context.config);
    return insert_consent(context, account, number, kConsentVersion,
                          fmt::format("{}\n[x] {}", words.terms, words.label));
}

void withdraw_consent(app::Context& context, base::AccountId account, std::uint64_t consent,
                      std::string_view reason) {
    insert_withdrawal(context, account, consent, kConsentVersion, reason);
}

}  // namespace identity
