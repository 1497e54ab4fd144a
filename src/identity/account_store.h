// Where accounts and password hashes are kept. Only the gate pool may call what touches a hash.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "identity/account.h"

namespace identity {

struct Credentials {
    Account account;
    std::string hash;  // "" if the account has no password
};

std::optional<Credentials> find_credentials(app::Context& context, const Identifier& identifier);
std::optional<Credentials> find_credentials(app::Context& context, AccountId id);
std::optional<Account> find_account(app::Context& context, AccountId id);
// The password hash of some account, always the same for one `draw`; "" if nobody has a password.
std::string stand_in_hash(app::Context& context, std::uint64_t draw);
// By id, after `from`.
std::vector<Account> list_accounts(app::Context& context, AccountId from, int limit);
// The address, as proved, of the account that has this canonical address.
std::optional<std::string> address_of_account(app::Context& context, const std::string& canonical_email);

struct NewAccount {
    base::EmailAddress email;
    std::optional<std::string> user_name;  // as typed; its canonical form decides
    std::string first_name, last_name;
};
// Throws database::DuplicateKey when the address (also by an account that gave it up and may still take that
// back) or the user name is taken. In a transaction.
AccountId insert_account(app::Context& context, const NewAccount& account);
void save_password(app::Context& context, AccountId id, const std::string& hash);
// The same password, hashed anew.
void save_fresh_hash(app::Context& context, AccountId id, const std::string& hash);
bool delete_password(app::Context& context, AccountId id);  // false: there was none
// False: there was none that was set then or later.
bool delete_password_since(app::Context& context, AccountId id, base::Instant since);
void note_sign_in(app::Context& context, AccountId id);
bool has_signed_in(app::Context& context, AccountId id);  // ever
// Whether mailed codes are allowed as the first proof, and asked for as the second; defaults for nobody.
struct MailedCodes {
    bool first = true, second = false;
};
MailedCodes load_mailed_codes(app::Context& context, AccountId id);
bool save_mailed_codes(app::Context& context, AccountId id, MailedCodes wanted);  // false: nothing changed
// False when nothing changed; a closed account stays closed.
bool set_disabled(app::Context& context, AccountId id, bool disabled);

}  // namespace identity
