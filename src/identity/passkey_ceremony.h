// The two ceremonies of a passkey, up to what the standard checks (crypto/webauthn.h): what a browser is
// asked, and what its answer proves. A challenge is random, kept as a hash, bound to browser, purpose and,
// where it is known, account; it lives session.half and is spent before anything of the answer is checked,
// whatever comes out. Origin and relying party come from base_url: under a path the party is still the host.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "base/json.h"
#include "crypto/webauthn.h"
#include "identity/passkey_store.h"

namespace identity {

// What a passkey is asked for: to be made, to sign in alone, to be proved as a further factor.
enum class PasskeyUse { add, sign_in, factor };

// Why an answer does not count; for the log. People hear one sentence for all.
struct PasskeyTrouble {
    std::string_view reason;
    std::optional<StoredPasskey> passkey = std::nullopt;  // whose, if it is known
};

// False where browsers cannot: the portal is reached by an address, not by a name.
bool passkeys_can_work(const app::Context& context);

// PublicKeyCredentialCreationOptionsJSON: a new passkey for the account.
base::Json ask_new_passkey(app::Context& context, base::AccountId account);
// PublicKeyCredentialRequestOptionsJSON: one of the account's, verified if it can; without an account any
// that the person picks, verified without fail.
base::Json ask_passkey(app::Context& context, std::optional<base::AccountId> account);

// `answer` is the browser's PublicKeyCredential as JSON. Must not run inside a transaction: a spent challenge
// stays spent.
std::expected<crypto::webauthn::Credential, PasskeyTrouble> read_new_passkey(app::Context& context,
                                                                             base::AccountId account,
                                                                             std::string_view answer);
struct PasskeyProof {
    StoredPasskey passkey;
    crypto::webauthn::Assertion assertion;  // still to be counted: use_passkey()
};
std::expected<PasskeyProof, PasskeyTrouble> read_passkey(app::Context& context,
                                                         std::optional<base::AccountId> account,
                                                         std::string_view answer);

}  // namespace identity
