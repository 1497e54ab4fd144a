// Every statement about accounts and their passwords.
#include "identity/account_store.h"

#include "identity/email_change_store.h"

namespace identity {

namespace {

Account account_of(const database::Row& row) {
    return {row.id<AccountId>(0),
            row.text(1),
            row.maybe_text(2),
            row.text(3),
            row.text(4),
            row.text(5) != "active",
            row.text(5) == "closed"};
}

std::optional<Credentials> credentials_of(const std::optional<database::Row>& row) {
    if (!row) return std::nullopt;
    return Credentials{account_of(*row), row->text_or(6, "")};
}

}  // namespace

constexpr database::Sql kCredentialsByEmail =
    "SELECT a.id, a.email, a.user_name, a.first_name, a.last_name, a.status, p.hash FROM account a "
    "LEFT JOIN password p ON p.account_id = a.id WHERE a.email_canonical = ?";
constexpr database::Sql kCredentialsByUserName =
    "SELECT a.id, a.email, a.user_name, a.first_name, a.last_name, a.status, p.hash FROM account a "
    "LEFT JOIN password p ON p.account_id = a.id WHERE a.user_name_canonical = ?";

std::optional<Credentials> find_credentials(app::Context& context, const Identifier& identifier) {
    return credentials_of(context.database.query_one(
        identifier.is_email ? kCredentialsByEmail : kCredentialsByUserName, identifier.canonical));
}

constexpr database::Sql kCredentialsById =
    "SELECT a.id, a.email, a.user_name, a.first_name, a.last_name, a.status, p.hash FROM account a "
    "LEFT JOIN password p ON p.account_id = a.id WHERE a.id = ?";

std::optional<Credentials> find_credentials(app::Context& context, AccountId id) {
    return credentials_of(context.database.query_one(kCredentialsById, id));
}

constexpr database::Sql kStandIn =
    "SELECT hash FROM password WHERE account_id > ? % (SELECT MAX(account_id) FROM password) "
    "ORDER BY account_id LIMIT 1";

std::string stand_in_hash(app::Context& context, std::uint64_t draw) {
    const auto row = context.database.query_one(kStandIn, draw);
    return row ? row->text(0) : "";
}

constexpr database::Sql kAccount =
    "SELECT id, email, user_name, first_name, last_name, status FROM account WHERE id = ?";

std::optional<Account> find_account(app::Context& context, AccountId id) {
    const auto row = context.database.query_one(kAccount, id);
    if (!row) return std::nullopt;
    return account_of(*row);
}

constexpr database::Sql kList =
    "SELECT id, email, user_name, first_name, last_name, status FROM account WHERE id > ? ORDER BY id LIMIT "
    "?";

std::vector<Account> list_accounts(app::Context& context, AccountId from, int limit) {
    std::vector<Account> accounts;
    for (const auto& row : context.database.query(kList, from, limit)) accounts.push_back(account_of(row));
    return accounts;
}

constexpr database::Sql kAddress = "SELECT email FROM account WHERE email_canonical = ?";

std::optional<std::string> address_of_account(app::Context& context, const std::string& canonical_email) {
    const auto row = context.database.query_one(kAddress, canonical_email);
    if (!row) return std::nullopt;
    return row->text(0);
}

constexpr database::Sql kInsert =
    "INSERT INTO account (email, email_canonical, user_name, user_name_canonical, first_name, last_name, "
    "created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)";

AccountId insert_account(app::Context& context, const NewAccount& account) {
    std::optional<std::string> canonical;
    if (account.user_name) canonical = canonical_user_name(*account.user_name);
    const AccountId id(context.database.insert(kInsert, account.email.text(), account.email.canonical(),
                                               account.user_name, canonical, account.first_name,
                                               account.last_name, context.now()));
    // Asked after the row is there: whoever gave this address up a moment ago has committed by now.
    if (reserved_address(context, account.email.canonical(), id))
        throw database::DuplicateKey("the address is kept for the account that had it before");
    return id;
}

constexpr database::Sql kSavePassword =
    "INSERT INTO password (account_id, hash, changed_at) VALUES (?, ?, ?) "
    "ON DUPLICATE KEY UPDATE hash = VALUES(hash), changed_at = VALUES(changed_at)";

void save_password(app::Context& context, AccountId id, const std::string& hash) {
    context.database.execute(kSavePassword, id, hash, context.now());
}

constexpr database::Sql kFreshHash = "UPDATE password SET hash = ? WHERE account_id = ?";

void save_fresh_hash(app::Context& context, AccountId id, const std::string& hash) {
    context.database.execute(kFreshHash, hash, id);
}

constexpr database::Sql kDeletePassword = "DELETE FROM password WHERE account_id = ?";

bool delete_password(app::Context& context, AccountId id) {
    return context.database.execute(kDeletePassword, id) == 1;
}

constexpr database::Sql kDeletePasswordSince =
    "DELETE FROM password WHERE account_id = ? AND changed_at >= ?";

bool delete_password_since(app::Context& context, AccountId id, base::Instant since) {
    return context.database.execute(kDeletePasswordSince, id, since) == 1;
}

constexpr database::Sql kNoteSignIn = "UPDATE account SET last_sign_in_at = ? WHERE id = ?";

void note_sign_in(app::Context& context, AccountId id) {
    context.database.execute(kNoteSignIn, context.now(), id);
}

constexpr database::Sql kHasSignedIn = "SELECT 1 FROM account WHERE id = ? AND last_sign_in_at IS NOT NULL";

bool has_signed_in(app::Context& context, AccountId id) {
    return context.database.query_one(kHasSignedIn, id).has_value();
}

constexpr database::Sql kMailedCodes = "SELECT mailed_sign_in, mailed_second FROM account WHERE id = ?";

MailedCodes load_mailed_codes(app::Context& context, AccountId id) {
    const auto row = context.database.query_one(kMailedCodes, id);
    if (!row) return {};
    return {row->flag(0), row->flag(1)};
}

constexpr database::Sql kSaveMailedCodes =
    "UPDATE account SET mailed_sign_in = ?, mailed_second = ? WHERE id = ?";

bool save_mailed_codes(app::Context& context, AccountId id, MailedCodes wanted) {
    return context.database.execute(kSaveMailedCodes, wanted.first, wanted.second, id) == 1;
}

constexpr database::Sql kSetStatus = "UPDATE account SET status = ? WHERE id = ? AND status <> 'closed'";

bool set_disabled(app::Context& context, AccountId id, bool disabled) {
    return context.database.execute(kSetStatus, disabled ? "disabled" : "active", id) == 1;
}

}  // namespace identity
