// The rules of closing an account.
#include "identity/closing.h"

#include <algorithm>

#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/claim_store.h"
#include "identity/closing_store.h"
#include "identity/ending.h"
#include "identity/phone_enrolment.h"
#include "outbox/outbox.h"

namespace identity {

namespace {

// Of two administrators who close at once the second sees that the first is gone: each takes all of them, in
// the same order.
void claim_administrators(app::Context& context) {
    const auto all = active_administrators(context);
    if (std::ranges::find(all, context.actor.account) == all.end()) return;
    for (const auto one : all) claim_account(context, one);
}

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

bool is_last_administrator(app::Context& context) {
    const auto all = active_administrators(context);
    return all.size() == 1 && all.front() == context.actor.account;
}

std::expected<void, app::Refusal> close_account(app::Context& context) {
    const auto account = context.actor.account;
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        claim_administrators(context);
        if (!claim_own(context)) return std::unexpected(app::Refusal::not_found());
        if (is_last_administrator(context)) {
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
