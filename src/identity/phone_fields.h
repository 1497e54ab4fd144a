// What the pages about a phone have in common: the number as people may see it, and what can be asked for.
#pragma once

#include "app/context.h"
#include "http/page.h"
#include "identity/phone.h"

namespace identity {

// MASKED ("+44 •••••• 00") and ENDS ("00", for who hears the page).
void show_number(http::Block& block, const Phone& phone);
// The number; TAKES_TEXT or ONLY_CALLS; CODE_SENT with PHONE_SENT (phone_sent.html) when a code may be typed,
// else NO_CODE; PHONE_WAYS (phone_ways.html).
void show_phone(http::Block& block, const Phone& phone, const std::optional<CodeOnItsWay>& code);

}  // namespace identity
