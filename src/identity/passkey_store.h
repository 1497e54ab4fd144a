// Where passkeys, their owners' handles and what they were asked to sign are kept. A passkey is found by its
// credential id alone only where it says itself who signs in; everywhere else the account stands in the WHERE
// clause.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "crypto/webauthn.h"
#include "identity/passkey.h"

namespace identity {

struct StoredPasskey {
    std::uint64_t id;
    base::AccountId account;
    std::string name;
    std::string handle;     // the account's, raw
    bool disabled = false;  // the account is
    crypto::webauthn::Credential credential;
};

std::vector<Passkey> list_passkeys(app::Context& context, base::AccountId account);
// Id and transports of each, for allowCredentials and excludeCredentials.
std::vector<crypto::webauthn::Credential> load_credentials(app::Context& context, base::AccountId account);
// `credential_id` is raw.
std::optional<StoredPasskey> find_passkey(app::Context& context, std::string_view credential_id);
// Throws database::DuplicateKey when the credential id is known, whosever it is.
std::uint64_t insert_passkey(app::Context& context, base::AccountId account,
                             const crypto::webauthn::Credential& credential, const std::string& name);
// False when the counter was overtaken in between, or the passkey was removed.
bool use_passkey(app::Context& context, base::AccountId account, std::uint64_t id, std::uint32_t counter,
                 bool backed_up);
bool name_passkey(app::Context& context, base::AccountId account, std::uint64_t id, const std::string& name);
bool delete_passkey(app::Context& context, base::AccountId account, std::uint64_t id);
void delete_passkeys(app::Context& context, base::AccountId account);
// Those made then or later. Returns how many.
std::uint64_t delete_passkeys_since(app::Context& context, base::AccountId account, base::Instant since);

// The account's handle, raw; made when there is none.
std::string user_handle(app::Context& context, base::AccountId account);

// `challenge` is kept as a hash, for this browser. No account: whoever answers says who they are.
void insert_passkey_challenge(app::Context& context, std::string_view purpose, std::string_view challenge,
                              std::optional<base::AccountId> account, base::Instant expires_at);
// True exactly once, for the same purpose, browser and account, in time.
bool use_passkey_challenge(app::Context& context, std::string_view purpose, std::string_view challenge,
                           std::optional<base::AccountId> account);

}  // namespace identity
