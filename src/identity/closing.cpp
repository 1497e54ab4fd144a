// The rules of closing an account.
#include "identity/closing.h"

#include <algorithm>

#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/administrators.h"
#include "identity/claim_store.h"
#include "identity/closing_store.h"
#include "identity/ending.h"
#include "identity/phone_enrolment.h"
#include "outbox/outbox.h"

namespace identity {

namespace {

// To the address, and to one that could still have taken a change of it back: who changes an address that is
// not theirs and closes the account does not do so unseen.
void tell(app::Context& context, const Account& owner) {
    auto addresses = undoable_addresses(context, owner.id);
    addresses.push_back(owner.email);
    std::ranges::sort(addresses);
    const auto twice = std::ranges::unique(addresses);
    addresses.erase(twice.begin(), twice.end());
    for (const auto& address : addresses)
        outbox::put(
            context,
            {.kind = "account_closed", .recipient = address, .values = {{"FIRST_NAME", owner.first_name}}});
}

}  // namespace

std::expected<void, app::Refusal> close_account(app::Context& context) {
    const auto account = context.actor.account;
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        claim_administrators(context, account);
        if (!claim_own(context)) return std::unexpected(app::Refusal::not_found());
        if (is_last_administrator(context, account)) {
            return std::unexpected(
                app::Refusal::conflict("You are the last administrator. Make somebody else one first."));
        }
        const auto owner = find_account(context, account);
        forget_phone(context, account, "closed");
        withdraw_mail(context, account);
        tell(context, *owner);
        end_everything(context, account);
        forget_ways_in(context, account);
        forget_person(context, account);
        audit::record(context, {.action = "account.close",
                                .object_kind = "account",
                                .object_id = account.value(),
                                .account = account});
        return {};
    });
}

}  // namespace identity
