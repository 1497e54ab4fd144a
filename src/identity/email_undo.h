// The link by which the old address takes a change back. Its secret stands in one mail and nowhere else; the
// database has its keyed hash. Opening it changes nothing: mail scanners open links.
#pragma once

#include <string>

#include "app/context.h"

namespace identity {

struct UndoLink {
    std::string secret, hash;
    base::Instant until;
};
UndoLink new_undo_link(const app::Context& context);
// In the transaction of the change.
void tell_old_address(app::Context& context, const std::string& address, const UndoLink& link);

}  // namespace identity
