// Changing one's e-mail address: a code mailed to the new one proves it, the old one is told and may take the
// change back for account.email_undo. Nothing tells whether the new address has an account: its owner gets a
// mail that says so instead of a code. Until the change is final the old address stays reserved.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/refusal.h"
#include "base/email_address.h"
#include "identity/sessions.h"

namespace identity {

// Keeps what is wanted and mails a code. Refuses: invalid on "email" (it is the asker's own), too_many,
// not_found.
std::expected<std::uint64_t, app::Refusal> begin_email_change(app::Context& context,
                                                              const base::EmailAddress& wanted);
// Mails a new code. Refuses: not_found (not this session's), too_many.
std::expected<void, app::Refusal> resend_email_change_code(app::Context& context, std::uint64_t id);
// The new address of a pending change of this session; nothing if there is none.
std::optional<base::EmailAddress> wanted_address(app::Context& context, std::uint64_t id);
// The code was typed: the address is changed, everything open elsewhere ends, this session gets a new token,
// the old address is told. Refuses: not_found; invalid on "code"; conflict, when the address was changed
// meanwhile.
std::expected<RenewedSession, app::Refusal> finish_email_change(app::Context& context, std::uint64_t id,
                                                                std::string_view code);

// The address that the secret of an undo link would bring back; nothing when it is no longer good.
std::optional<base::EmailAddress> undoable_address(app::Context& context, std::string_view secret);

// What taking a change back did, and what its owner does next.
struct Undone {
    std::vector<std::string> taken;  // what was added since and went: "2 passkeys"
    std::string next;                // in a sentence
    std::string path = "/login";     // where that is done
};
// Brings the address back, together with whatever was changed after it, ends everything that is open, and
// takes away what was added since and lets somebody in. The account is left no weaker than it was: where a
// second factor of before is gone, it is disabled until the organisation has looked. Both addresses are told.
// Refuses: not_found.
std::expected<Undone, app::Refusal> undo_email_change(app::Context& context, std::string_view secret);

}  // namespace identity
