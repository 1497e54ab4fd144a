// Adding or changing the phone number that codes go to: the number, and the owner's consent.
#include "identity/factor_change.h"
#include "identity/handlers.h"
#include "identity/phone_consent.h"
#include "identity/phone_enrolment.h"
#include "identity/sign_in_steps.h"

namespace identity {

namespace {

http::Page page_for(app::Context& context, const http::Fields& typed) {
    const auto own = own_factors(context, context.actor.account);
    http::Page page("phone_add.html", own.phone ? "Change your phone number" : "Add a phone number");
    page.show(own.phone ? "CHANGE" : "NEW");
    const auto words = consent_words(context.config);
    page.set("TERMS", words.terms);
    page.set("AGREE", words.label);
    page.show_if("STRONGER", own.apps.empty() && own.passkeys.empty() && is_allowed(context, Factor::totp));
    page.refill(kPhoneFields, typed);
    return page;
}

}  // namespace

http::Response phone_add_show(app::Context& context, const http::Request&) {
    if (!is_allowed(context, Factor::sms)) return http::Response::error(404);
    return http::Response::page(page_for(context, {}));
}

http::Response phone_add(app::Context& context, const http::Request& request) {
    const auto& body = request.body();
    const auto form = http::check_values(kPhoneFields, body);
    if (!form)
        return app::shown_again(page_for(context, body), {app::Refusal::Kind::invalid, form.error(), 0});
    const auto begun = begin_phone(context, {std::string(form->get("number")), form->flag("consent")});
    if (begun) return http::Response::redirect(fmt::format("/security/phone/{}", *begun));
    if (begun.error().complaints.empty()) return app::answer(begun.error());
    return app::shown_again(page_for(context, body), begun.error());
}

}  // namespace identity
