#include "commands/user_who.h"

#include "identity/account_store.h"

namespace commands {

Positional who() {
    return {"WHO", "e-mail address or user name"};
}

std::expected<identity::Account, int> find_who(app::Context& context, const Arguments& arguments) {
    const auto found =
        identity::find_credentials(context, identity::Identifier::of(arguments.positional("WHO")));
    if (found) return found->account;
    return std::unexpected(fail(kBadInput, "there is no such account; see: gatehouse user list"));
}

}  // namespace commands
