// There is no default password: without both keys nothing is made.
#include "commands/first_administrator.h"

#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/passwords.h"
#include "identity/role_store.h"

namespace commands {

bool make_first_administrator(app::Context& context) {
    const auto& address = context.config.text("first_admin.email");
    const auto& password = context.config.secret("first_admin.password");
    if (address.empty() || password.empty() || identity::has_administrator(context)) return false;
    const auto email = base::EmailAddress::parse(address);
    if (!email) throw base::ConfigError("first_admin.email is not an address that can get mail");
    const auto complaints = identity::judge_password(context, "password", password,
                                                     {"First", "Administrator", email->text(), ""});
    if (!complaints.empty()) throw base::ConfigError("first_admin.password: " + complaints.front().message);
    const auto hash = identity::hash_password(context, identity::take_hashing_slot(context), password);
    try {
        database::transact(context.database, [&] {
            const auto id =
                identity::insert_account(context, {*email, std::nullopt, "First", "Administrator"});
            identity::save_password(context, id, hash);
            identity::grant_role(context, id, "Administrator");
            audit::record(context, {.action = "account.create",
                                    .object_kind = "account",
                                    .object_id = id.value(),
                                    .account = id,
                                    .details = "Administrator, from the configuration"});
        });
    } catch (const database::DuplicateKey&) {
        if (identity::has_administrator(context)) return false;  // another host was first
        throw base::ConfigError(
            "first_admin.email has an account that is no administrator; name another address");
    }
    return true;
}

}  // namespace commands
