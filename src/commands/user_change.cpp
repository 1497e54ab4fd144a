// `gatehouse user disable|enable|unlock|reset-factors`: what the sysadmin does to one account. Each is one
// transaction and in the audit.
#include <cstdio>

#include "audit/event.h"
#include "commands/user_who.h"
#include "database/transaction.h"
#include "identity/claim_store.h"
#include "identity/disabling.h"
#include "identity/enrolment.h"

namespace commands {

namespace {

using base::AccountId;
using Done = std::expected<void, app::Refusal>;

// Finds the account named on the command line, does something to it, and says so.
int change(const Arguments& arguments, const char* said, Done (*act)(app::Context&, AccountId)) {
    System system(arguments, database::Role::owner, {});
    auto& context = system.context();
    const auto account = find_who(context, arguments);
    if (!account) return account.error();
    if (const auto done = act(context, account->id); !done)
        return refuse(done.error(), "there is no such account any more");
    std::printf("%s %s\n", said, account->email.c_str());
    return kFine;
}

// In one transaction that nobody who signs in runs beside.
Done reset_factors(app::Context& context, AccountId id) {
    database::transact(context.database, [&] {
        identity::claim_account(context, id);
        identity::reset_factors(context, id);
        audit::record(context, {.action = "account.reset_factors",
                                .object_kind = "account",
                                .object_id = id.value(),
                                .account = id});
    });
    return {};
}

}  // namespace

Command user_disable() {
    return {
        "user disable",
        "keeps an account from signing in and ends its sessions; never the last administrator's",
        {who()},
        {},
        [](const Arguments& arguments) { return change(arguments, "disabled", identity::disable_account); }};
}
Command user_enable() {
    return {
        "user enable", "lets a disabled account sign in again", {who()}, {}, [](const Arguments& arguments) {
            return change(arguments, "enabled", identity::enable_account);
        }};
}
Command user_reset_factors() {
    return {"user reset-factors",
            "removes an account's second factors and ends its sessions; its owner is told by mail",
            {who()},
            {},
            [](const Arguments& arguments) {
                return change(arguments, "removed all second factors of", reset_factors);
            }};
}
Command user_unlock() {
    return {
        "user unlock",
        "forgets the wrong passwords and codes of an account and ends its pause; browsers that were in it "
        "before count apart",
        {who()},
        {},
        [](const Arguments& arguments) { return change(arguments, "unlocked", identity::unlock_account); }};
}

}  // namespace commands
