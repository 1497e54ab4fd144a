// What the pages that ask for a factor have in common.
#pragma once

#include <string_view>
#include <vector>

#include "http/page.h"
#include "identity/enrolment.h"
#include "identity/factor.h"

namespace identity {

// Asks for `with` if it is among `factors`, else for the first: one section ASK_PASSKEY, ASK_TOTP, ASK_SMS,
// ASK_MAILED_CODE { MASKED_EMAIL, MINUTES }, ASK_RECOVERY_CODE or ASK_PASSWORD; for each other one OTHER {
// FACTOR, LABEL, and BY_LINK or, where a code is sent first, BY_SENDING }.
void show_factors(app::Context& context, base::AccountId account, http::Page& page,
                  const std::vector<Factor>& factors, std::string_view with);
// QR (an SVG of our own), SECRET, URI and the rest of an app that is being added.
void show_offer(http::Page& page, const AppOffer& offer);

}  // namespace identity
