// The synchroniser token of forms: an HMAC bound to the session, or to the pre-sign-in cookie of a stranger's
// browser; and the check of where a request comes from (Sec-Fetch-Site, Origin).
#pragma once

#include <string>

#include "portal/passage.h"

namespace portal {

// Whether the request could have been sent by a form that somebody else made: not when it only reads, asks
// for health, or is a machine's report that proves itself.
bool may_be_forged(const Passage& passage);
std::string form_token(const Passage& passage);
// The body's csrf_token or the header X-CSRFToken fits the session or browser.
bool token_fits(const Passage& passage);
// Sec-Fetch-Site is same-origin or none, or absent; Origin, when sent, is the configured one.
bool from_this_site(const Passage& passage);

}  // namespace portal
