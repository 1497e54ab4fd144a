// The link by which the old address takes a change back. Its secret stands in one mail and nowhere else; the
// database has its keyed hash. Opening it changes nothing: mail scanners open links.
#pragma once

#include <string>

#include "app/context.h"
#include "identity/email_change_store.h"

namespace identity {

struct UndoLink {
    std::string secret, hash;
    base::Instant until;
};
UndoLink new_undo_link(const app::Context& context);
// In the transaction of the change.
void tell_old_address(app::Context& context, const std::string& address, const UndoLink& link);
// In the transaction of a change back to an address that could have taken it back by its link, and with the
// same end: what came after that link is void, and the address that is left gets none.
void close_way_back(app::Context& context, const EmailUndo& undo, const std::string& left);

}  // namespace identity
