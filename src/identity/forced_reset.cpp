#include "identity/forced_reset.h"

#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/authentication.h"
#include "identity/claim_store.h"
#include "identity/ending.h"
#include "identity/factor_change.h"
#include "identity/passwords.h"
#include "identity/throttle.h"
#include "outbox/bounce.h"
#include "outbox/outbox.h"

namespace identity {

namespace {

std::unexpected<app::Refusal> conflict(std::string why) {
    return std::unexpected(app::Refusal::conflict(std::move(why)));
}

std::unexpected<app::Refusal> not_active() {
    return conflict("This account is disabled. Enable it first: gatehouse user enable.");
}

// After the claim. Why its owner could not set a new password by mail; "" if they can.
std::string what_blocks_mail(app::Context& context, const Account& owner) {
    if (!is_first(context, Factor::password)) return "Nobody signs in with a password here (factors.first).";
    if (!own_factors(context, owner.id).mail_may_begin())
        return "Mail alone cannot lead to a new password here: the second factor of this account is mail "
               "too. Set one with --set.";
    if (const auto bounce = outbox::find_bounce(context.database, owner.email))
        return fmt::format(
            "The owner would not be told: {}. Set a password with --set, or see: gatehouse outbox bounces.",
            outbox::to_words(*bounce));
    return "";
}

void finish(app::Context& context, const Account& owner, std::string_view details, std::string_view kind,
            std::string_view page) {
    end_everything(context, owner.id);
    audit::record(context, {.action = "account.reset_password",
                            .object_kind = "account",
                            .object_id = owner.id.value(),
                            .account = owner.id,
                            .details = std::string(details)});
    outbox::put(context, {.kind = kind,
                          .recipient = owner.email,
                          .values = {{"FIRST_NAME", owner.first_name}, {"LINK", context.config.url(page)}},
                          .account = owner.id});
}

}  // namespace

std::expected<void, app::Refusal> withdraw_password(app::Context& context, base::AccountId account) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_account(context, account)) return not_active();
        const auto owner = find_account(context, account);
        if (auto why = what_blocks_mail(context, *owner); !why.empty()) return conflict(std::move(why));
        delete_password(context, account);
        finish(context, *owner, "taken away", "password_withdrawn", "/login/reset");
        return {};
    });
}

std::expected<void, app::Refusal> set_password(app::Context& context, base::AccountId account,
                                               const base::Secret& wanted) {
    const auto owner = find_account(context, account);
    if (!owner || owner->disabled) return not_active();
    if (auto complaints =
            judge_password(context, "password", wanted,
                           {owner->first_name, owner->last_name, owner->email, owner->user_name.value_or("")},
                           strength_for(context, account));
        !complaints.empty()) {
        return std::unexpected(app::Refusal::of(std::move(complaints)));
    }
    const auto hash = hash_password(context, take_hashing_slot(context), wanted);
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_account(context, account)) return not_active();
        save_password(context, account, hash);
        unlock(context, account);
        finish(context, *owner, "set", "password_changed", "/profile");
        return {};
    });
}

}  // namespace identity
