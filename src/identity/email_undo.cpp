// The rules of taking a change of address back.
#include "identity/email_undo.h"

#include "audit/event.h"
#include "crypto/code.h"
#include "crypto/random.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/additions.h"
#include "identity/claim_store.h"
#include "identity/email_change.h"
#include "identity/ending.h"
#include "identity/factor_change.h"
#include "identity/sign_in_steps.h"
#include "outbox/outbox.h"

namespace identity {

namespace {

constexpr std::string_view kPurpose = "email_undo";

std::optional<EmailUndo> find(app::Context& context, std::string_view secret) {
    if (secret.size() != crypto::kTokenSize) return std::nullopt;
    for (const auto& hash :
         crypto::code_hashes(context.keys[crypto::Ring::identity], base::AccountId(), kPurpose, secret)) {
        if (auto undo = find_undo(context, hash)) return undo;
    }
    return std::nullopt;
}

constexpr const char* kSignIn = "Sign in, and choose a new password if anybody else may know yours.";
constexpr const char* kReset = "Set a new password: you will be mailed a code for it.";
constexpr const char* kNoReset =
    "Your password no longer works, and mail alone cannot lead to a new one here. Sign in another way, or "
    "contact us.";
constexpr const char* kDisabled =
    "A second factor that guarded the account before is gone, so nobody can sign in to it until we have "
    "looked. Contact us.";

void tell(app::Context& context, const Account& owner, const std::string& address, const Undone& undone) {
    std::string taken;
    for (const auto& one : undone.taken) taken += fmt::format("- {}\n", one);
    outbox::put(context, {.kind = "email_change_undone",
                          .recipient = address,
                          .values = {{"FIRST_NAME", owner.first_name},
                                     {"TEXT", taken},
                                     {"NEXT_TEXT", undone.next},
                                     {"LINK", context.config.url(undone.path)}},
                          .account = owner.id});
}

// What was added goes, and where less is left than guarded the account before, it is closed to everybody:
// whoever reads the old address, be it the owner or not, comes no further by it than at the time of the
// change.
Undone set_back(app::Context& context, const EmailUndo& undo) {
    auto additions = take_away_additions(context, undo);
    Undone undone{.taken = std::move(additions.words), .next = kSignIn};
    if (is_weaker_than_before(context, undo)) {
        set_disabled(context, undo.account, true);
        audit::record(context, {.action = "account.disable",
                                .object_kind = "account",
                                .object_id = undo.account.value(),
                                .account = undo.account});
        undone.next = kDisabled;
        undone.path = "/";
    } else if (additions.password) {
        const bool by_mail =
            is_first(context, Factor::password) && own_factors(context, undo.account).mail_may_begin();
        undone.next = by_mail ? kReset : kNoReset;
        if (by_mail) undone.path = "/login/reset";
    }
    return undone;
}

std::expected<Undone, app::Refusal> take_back(app::Context& context, const EmailUndo& undo) {
    if (!claim_account(context, undo.account) || !mark_undone(context, undo.id))
        return std::unexpected(app::Refusal::not_found());
    const auto owner = find_account(context, undo.account);
    const auto now = base::EmailAddress::parse(owner->email);
    if (!now) throw base::Bug("an active account without an address");
    mark_later_undone(context, undo);
    end_everything(context, undo.account);
    const auto undone = set_back(context, undo);
    audit::record(context, {.action = "email.undo",
                            .object_kind = "account",
                            .object_id = undo.account.value(),
                            .account = undo.account,
                            .details = fmt::format("{}", fmt::join(undone.taken, ", "))});
    tell(context, *owner, undo.old.text(), undone);
    if (now->canonical() == undo.old.canonical()) return undone;  // changed back already
    change_address(context, undo.account, now->canonical(), undo.old);
    tell(context, *owner, owner->email, undone);
    return undone;
}

}  // namespace

UndoLink new_undo_link(const app::Context& context) {
    const auto secret = crypto::random_token();
    return {secret,
            crypto::code_hash(context.keys[crypto::Ring::identity], base::AccountId(), kPurpose, secret),
            context.now() + context.config.seconds("account.email_undo")};
}

void tell_old_address(app::Context& context, const std::string& address, const UndoLink& link) {
    const auto days = std::chrono::floor<std::chrono::days>(context.config.seconds("account.email_undo"));
    outbox::Mail mail{.kind = "email_changed", .recipient = address, .values = {}};
    mail.account = context.actor.account;
    mail.expires = link.until;  // sealed: it holds a secret
    if (const auto owner = find_account(context, context.actor.account))
        mail.values["FIRST_NAME"] = owner->first_name;
    mail.values["DAYS"] = std::to_string(days.count());
    mail.values["LINK"] = context.config.url("/email/undo?u=" + link.secret);
    outbox::put(context, mail);
}

void close_way_back(app::Context& context, const EmailUndo& undo, const std::string& left) {
    mark_later_undone(context, undo);
    if (const auto owner = find_account(context, undo.account))
        tell(context, *owner, left, {.taken = {}, .next = kSignIn});
}

std::optional<base::EmailAddress> undoable_address(app::Context& context, std::string_view secret) {
    const auto undo = find(context, secret);
    if (!undo) return std::nullopt;
    return undo->old;
}

std::expected<Undone, app::Refusal> undo_email_change(app::Context& context, std::string_view secret) {
    const auto undo = find(context, secret);
    if (!undo) return std::unexpected(app::Refusal::not_found());
    return database::transact(context.database, [&] { return take_back(context, *undo); });
}

}  // namespace identity
