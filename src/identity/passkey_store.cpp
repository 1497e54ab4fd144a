// Every statement about passkeys.
#include "identity/passkey_store.h"

#include "base/text.h"
#include "crypto/random.h"

namespace identity {

namespace {

std::string browser_key(const app::Context& context) {
    return crypto::sha256("browser:" + context.browser);
}

std::string challenge_key(std::string_view challenge) {
    return crypto::sha256("passkey:" + std::string(challenge));
}

std::string joined(const std::vector<std::string>& transports) {
    return fmt::format("{}", fmt::join(transports, ","));
}

std::vector<std::string> apart(const std::string& transports) {
    if (transports.empty()) return {};
    return base::split(transports, ',');
}

}  // namespace

constexpr database::Sql kList =
    "SELECT id, name, created_at, last_used_at, backed_up FROM passkey WHERE account_id = ? ORDER BY id";

std::vector<Passkey> list_passkeys(app::Context& context, base::AccountId account) {
    std::vector<Passkey> passkeys;
    for (const auto& row : context.database.query(kList, account)) {
        passkeys.push_back({row.number(0), row.text(1), row.instant(2), row.maybe_instant(3), row.flag(4)});
    }
    return passkeys;
}

constexpr database::Sql kCredentials =
    "SELECT credential_id, transports FROM passkey WHERE account_id = ? ORDER BY id";

std::vector<crypto::webauthn::Credential> load_credentials(app::Context& context, base::AccountId account) {
    std::vector<crypto::webauthn::Credential> credentials;
    for (const auto& row : context.database.query(kCredentials, account)) {
        auto& credential = credentials.emplace_back();
        credential.id = row.text(0);
        credential.transports = apart(row.text(1));
    }
    return credentials;
}

constexpr database::Sql kFind =
    "SELECT p.id, p.account_id, o.handle, a.status, p.credential_id, p.public_key, p.counter, "
    "p.backup_eligible, "
    "p.name "
    "FROM passkey p JOIN account a ON a.id = p.account_id JOIN passkey_owner o ON o.account_id = "
    "p.account_id "
    "WHERE p.credential_id = ?";

std::optional<StoredPasskey> find_passkey(app::Context& context, std::string_view credential_id) {
    const auto row = context.database.query_one(kFind, credential_id);
    if (!row) return std::nullopt;
    StoredPasskey found{.id = row->number(0),
                        .account = row->id<base::AccountId>(1),
                        .name = row->text(8),
                        .handle = row->text(2),
                        .disabled = row->text(3) != "active",
                        .credential = {}};
    found.credential.id = row->text(4);
    found.credential.public_key = row->text(5);
    found.credential.counter = static_cast<std::uint32_t>(row->number(6));
    found.credential.backup_eligible = row->flag(7);
    return found;
}

constexpr database::Sql kInsert =
    "INSERT INTO passkey (account_id, credential_id, public_key, counter, transports, aaguid, user_verified, "
    "backup_eligible, backed_up, name, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::uint64_t insert_passkey(app::Context& context, base::AccountId account,
                             const crypto::webauthn::Credential& credential, const std::string& name) {
    return context.database.insert(kInsert, account, credential.id, credential.public_key,
                                   std::uint64_t{credential.counter}, joined(credential.transports),
                                   credential.aaguid, credential.user_verified, credential.backup_eligible,
                                   credential.backed_up, name, context.now());
}

constexpr database::Sql kUse =
    "UPDATE passkey SET counter = ?, backed_up = ?, last_used_at = ? "
    "WHERE id = ? AND account_id = ? AND (counter < ? OR (counter = 0 AND ? = 0))";

bool use_passkey(app::Context& context, base::AccountId account, std::uint64_t id, std::uint32_t counter,
                 bool backed_up) {
    const std::uint64_t now_at = counter;
    return context.database.execute(kUse, now_at, backed_up, context.now(), id, account, now_at, now_at) == 1;
}

constexpr database::Sql kName = "UPDATE passkey SET name = ? WHERE id = ? AND account_id = ?";
constexpr database::Sql kOwned = "SELECT 1 FROM passkey WHERE id = ? AND account_id = ?";

bool name_passkey(app::Context& context, base::AccountId account, std::uint64_t id, const std::string& name) {
    if (context.database.execute(kName, name, id, account) == 1) return true;
    return context.database.query_one(kOwned, id, account).has_value();  // it is called so already
}

constexpr database::Sql kDelete = "DELETE FROM passkey WHERE id = ? AND account_id = ?";

bool delete_passkey(app::Context& context, base::AccountId account, std::uint64_t id) {
    return context.database.execute(kDelete, id, account) == 1;
}

constexpr database::Sql kDeleteAll = "DELETE FROM passkey WHERE account_id = ?";

void delete_passkeys(app::Context& context, base::AccountId account) {
    context.database.execute(kDeleteAll, account);
}

constexpr database::Sql kDeleteSince = "DELETE FROM passkey WHERE account_id = ? AND created_at >= ?";

std::uint64_t delete_passkeys_since(app::Context& context, base::AccountId account, base::Instant since) {
    return context.database.execute(kDeleteSince, account, since);
}

constexpr database::Sql kMakeHandle =
    "INSERT IGNORE INTO passkey_owner (account_id, handle, created_at) VALUES (?, ?, ?)";
constexpr database::Sql kHandle = "SELECT handle FROM passkey_owner WHERE account_id = ?";

std::string user_handle(app::Context& context, base::AccountId account) {
    context.database.execute(kMakeHandle, account, crypto::random_bytes(32), context.now());
    return context.database.query_one(kHandle, account)->text(0);
}

constexpr database::Sql kInsertChallenge =
    "INSERT INTO passkey_challenge (challenge_hash, purpose, browser, account_id, created_at, expires_at) "
    "VALUES (?, ?, ?, ?, ?, ?)";

void insert_passkey_challenge(app::Context& context, std::string_view purpose, std::string_view challenge,
                              std::optional<base::AccountId> account, base::Instant expires_at) {
    context.database.execute(kInsertChallenge, challenge_key(challenge), purpose, browser_key(context),
                             account, context.now(), expires_at);
}

constexpr database::Sql kUseChallenge =
    "UPDATE passkey_challenge SET used_at = ? WHERE challenge_hash = ? AND purpose = ? AND browser = ? "
    "AND account_id <=> ? AND used_at IS NULL AND expires_at > ?";

bool use_passkey_challenge(app::Context& context, std::string_view purpose, std::string_view challenge,
                           std::optional<base::AccountId> account) {
    return context.database.execute(kUseChallenge, context.now(), challenge_key(challenge), purpose,
                                    browser_key(context), account, context.now()) == 1;
}

}  // namespace identity
