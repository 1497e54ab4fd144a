// What is erased when an account is closed, beyond what ends with every change (ending.h). All in the
// transaction of the closing.
#pragma once

#include <string>
#include <vector>

#include "app/context.h"

namespace identity {

// Addresses the account had before and that may still take the change back.
std::vector<std::string> undoable_addresses(app::Context& context, base::AccountId account);

// Mail that holds a code or a link is dropped; what else was written to the account is no longer tied to it.
void withdraw_mail(app::Context& context, base::AccountId account);
// Password, second factors, pending codes, changes of the address, roles.
void forget_ways_in(app::Context& context, base::AccountId account);
// Failed sign-ins; name, user name and address.
void forget_person(app::Context& context, base::AccountId account);

}  // namespace identity
