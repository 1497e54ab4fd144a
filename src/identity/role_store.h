// Who holds which roles, and what they may do by them. The sum of a person's roles is kept with the account
// (account.rights), in the transaction that changes the roles.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"

namespace identity {

// In a transaction that has claimed the account, or made it. Takes effect with the person's next request.
void grant_role(app::Context& context, base::AccountId account, std::string_view role);
void forget_roles(app::Context& context, base::AccountId account);

std::vector<std::string> role_names(app::Context& context, base::AccountId account);
// authority::Rights bits, read from the roles themselves: for an account whose sum is not kept.
std::uint64_t rights_of_roles(app::Context& context, base::AccountId account);

bool has_administrator(app::Context& context);
std::vector<base::AccountId> active_administrators(app::Context& context);  // by id

// How many accounts keep another sum than their roles give, as after a change past this program.
std::uint64_t wrong_rights(database::Connection& connection);
// Has these read from the roles at each request; how many there were. As the owner of the schema.
std::uint64_t forget_wrong_rights(database::Connection& connection);

}  // namespace identity
