// What the pages about a phone have in common: the number as people may see it, and what can be asked for.
#pragma once

#include "app/context.h"
#include "http/page.h"
#include "identity/phone.h"

namespace identity {

// MASKED ("+44 •••••• 00") and ENDS ("00", for who hears the page).
void show_number(http::Block& block, const Phone& phone);
// The number; CODE_SENT with PHONE_SENT when a code may be typed, else NO_CODE; MAY_CALL; TAKES_TEXT or
// ONLY_CALLS.
void show_phone(http::Block& block, const Phone& phone, const std::optional<CodeOnItsWay>& code);

}  // namespace identity
