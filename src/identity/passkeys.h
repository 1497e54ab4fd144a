// Passkeys: adding, naming, removing one's own, and signing in with one alone. Such a sign-in counts as both
// factors, whatever the role asks for: the authenticator is one, and the PIN, finger or face that it checked
// (user verification, demanded and looked up in the signed flags) is the other (NIST SP 800-63B-4, 3.1.7;
// ASVS 5.0, 6.3.3). Every change ends all other sessions and known devices, is kept in the audit trail, and
// is mailed to the owner.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "app/context.h"
#include "app/refusal.h"
#include "base/json.h"
#include "identity/passkey_ceremony.h"
#include "identity/sign_in_steps.h"

namespace identity {

bool passkeys_offered(const app::Context& context);         // as a second factor: factors.allowed
bool passkey_sign_in_offered(const app::Context& context);  // alone

// What the browser is to be asked for a new passkey of the asker. Refuses: forbidden, conflict (there are
// twenty already).
std::expected<base::Json, app::Refusal> begin_passkey(app::Context& context);
// Refuses: forbidden, conflict, invalid.
std::expected<void, app::Refusal> add_passkey(app::Context& context, const std::string& name,
                                              std::string_view answer);
// The same during a sign-in that has to enrol: it is the way in. Refuse: not_found, and as above.
std::expected<base::Json, app::Refusal> begin_passkey_at_sign_in(app::Context& context,
                                                                 std::uint64_t pending);
std::expected<Arrival, app::Refusal> enrol_passkey_at_sign_in(app::Context& context, std::uint64_t pending,
                                                              const std::string& name,
                                                              std::string_view answer);
// Refuses: not_found.
std::expected<void, app::Refusal> rename_passkey(app::Context& context, std::uint64_t id,
                                                 const std::string& name);
// Refuses: not_found; conflict, when a role demands a second factor and this is the last.
std::expected<void, app::Refusal> remove_passkey(app::Context& context, std::uint64_t id);

// Refuses: forbidden; invalid, in one sentence for every reason.
std::expected<Arrival, app::Refusal> sign_in_with_passkey(app::Context& context, std::string_view answer,
                                                          bool remember, const std::string& next);

// A passkey of the account as a further factor; nothing when it does not count. Must not run inside a
// transaction.
std::optional<PasskeyProof> find_proof(app::Context& context, base::AccountId account,
                                       std::string_view answer);

}  // namespace identity
