// Every statement that erases.
#include "identity/closing_store.h"

#include "identity/account_store.h"
#include "identity/passkey_store.h"
#include "identity/recovery_store.h"
#include "identity/role_store.h"
#include "identity/totp_store.h"

namespace identity {

constexpr database::Sql kUndoable =
    "SELECT old_email FROM email_change WHERE account_id = ? AND undo_until > ? AND undone_at IS NULL";

std::vector<std::string> undoable_addresses(app::Context& context, base::AccountId account) {
    std::vector<std::string> addresses;
    for (const auto& row : context.database.query(kUndoable, account, context.now()))
        addresses.push_back(row.text(0));
    return addresses;
}

// The courier wipes and keeps the record of what is dropped.
constexpr database::Sql kDropCodes =
    "UPDATE outbox SET state = 'drop' WHERE account_id = ? AND sealed = 1 "
    "AND state IN ('waiting', 'again', 'dead', 'withheld')";
constexpr database::Sql kUntieMail = "UPDATE outbox SET account_id = NULL WHERE account_id = ?";

void withdraw_mail(app::Context& context, base::AccountId account) {
    context.database.execute(kDropCodes, account);
    context.database.execute(kUntieMail, account);
}

constexpr database::Sql kForgetHandle = "DELETE FROM passkey_owner WHERE account_id = ?";
constexpr database::Sql kForgetCeremonies = "DELETE FROM passkey_challenge WHERE account_id = ?";
constexpr database::Sql kForgetChallenges = "DELETE FROM challenge WHERE account_id = ?";
constexpr database::Sql kForgetAddresses = "DELETE FROM email_change WHERE account_id = ?";

void forget_ways_in(app::Context& context, base::AccountId account) {
    auto& db = context.database;
    delete_password(context, account);
    delete_apps(context, account);
    delete_recovery_codes(context, account);
    delete_passkeys(context, account);
    db.execute(kForgetHandle, account);
    db.execute(kForgetCeremonies, account);
    db.execute(kForgetChallenges, account);
    db.execute(kForgetAddresses, account);
    forget_roles(context, account);
}

constexpr database::Sql kForgetFailures = "DELETE FROM failed_sign_in WHERE account_id = ?";
// The canonical address is unique and not empty, and nothing a person can type.
constexpr database::Sql kForgetPerson =
    "UPDATE account SET status = 'closed', email = '', email_canonical = CONCAT('closed:', id), "
    "user_name = NULL, user_name_canonical = NULL, first_name = 'Closed', last_name = 'account', "
    "last_sign_in_at = NULL WHERE id = ? AND status = 'active'";

void forget_person(app::Context& context, base::AccountId account) {
    context.database.execute(kForgetFailures, account);
    if (context.database.execute(kForgetPerson, account) != 1)
        throw base::Bug("an account that was claimed cannot be closed");
}

}  // namespace identity
