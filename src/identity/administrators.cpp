#include "identity/administrators.h"

#include <algorithm>

#include "identity/claim_store.h"
#include "identity/role_store.h"

namespace identity {

// Each takes all of them, in the same order.
void claim_administrators(app::Context& context, base::AccountId leaving) {
    const auto all = active_administrators(context);
    if (std::ranges::find(all, leaving) == all.end()) return;
    for (const auto one : all) claim_account(context, one);
}

bool is_last_administrator(app::Context& context, base::AccountId account) {
    const auto all = active_administrators(context);
    return all.size() == 1 && all.front() == account;
}

}  // namespace identity
