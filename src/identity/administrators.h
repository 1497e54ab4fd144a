// A portal that nobody can administer cannot be looked after: the last active administrator neither closes
// their account nor is disabled.
#pragma once

#include "app/context.h"

namespace identity {

// In a transaction, before an administrator leaves and before it is asked who is the last; does nothing for
// others. Of two who leave at once the second sees that the first is gone.
void claim_administrators(app::Context& context, base::AccountId leaving);
// True if nobody but `account` could administer the portal.
bool is_last_administrator(app::Context& context, base::AccountId account);

}  // namespace identity
