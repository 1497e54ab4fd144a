// What the pages that ask for a factor have in common.
#pragma once

#include <string_view>
#include <vector>

#include "http/page.h"
#include "identity/enrolment.h"
#include "identity/factor.h"

namespace identity {

// The partial with a field for a code: the include CODE_FIELD, in it FROM_APP, FROM_MAIL or SENT.
inline constexpr const char* kCodeField = "code_field.html";
// Asks for `with` if it is among `factors`, else for the first: ask_factor.html as the include ASK_FACTOR,
// which is returned and still wants its ACTION, STEP or AGAIN, and what is sent along; for each other factor
// OTHER { FACTOR, LABEL, and BY_LINK or, where a code is sent first, BY_SENDING }.
http::Block show_factors(app::Context& context, base::AccountId account, http::Page& page,
                         const std::vector<Factor>& factors, std::string_view with);
// Where a mailed code that did not come is asked for anew, and the way out; the two paths are the portal's
// own.
struct NoMail {
    const char* resend;  // path that takes the POST
    const char* name;    // field that says which sign-up, sign-in or change it is
    std::uint64_t value;
    const char* way_out;  // path
    const char* words;    // of the link there
};
// no_mail.html as the include NO_MAIL.
void show_no_mail(http::Page& page, const NoMail& no_mail);
// A hidden field of every form that asks for the factor.
void send_along(http::Block& ask, std::string_view name, std::string_view value);
// An app that is being added: its number as APP, and app_offer.html (QR is an SVG of our own) as APP_OFFER.
void show_offer(http::Page& page, const AppOffer& offer);

}  // namespace identity
