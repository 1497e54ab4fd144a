// The rules of taking a change of address back.
#include "identity/email_undo.h"

#include "audit/event.h"
#include "crypto/code.h"
#include "crypto/random.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/claim_store.h"
#include "identity/email_change.h"
#include "identity/ending.h"
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

void tell(app::Context& context, const Account& owner, const std::string& address) {
    outbox::put(context,
                {.kind = "email_change_undone",
                 .recipient = address,
                 .values = {{"FIRST_NAME", owner.first_name}, {"LINK", context.config.url("/login")}},
                 .account = owner.id});
}

std::expected<void, app::Refusal> take_back(app::Context& context, const EmailUndo& undo) {
    if (!claim_account(context, undo.account) || !mark_undone(context, undo.id))
        return std::unexpected(app::Refusal::not_found());
    const auto owner = find_account(context, undo.account);
    const auto now = base::EmailAddress::parse(owner->email);
    if (!now) throw base::Bug("an active account without an address");
    mark_later_undone(context, undo);
    end_everything(context, undo.account);
    audit::record(context, {.action = "email.undo",
                            .object_kind = "account",
                            .object_id = undo.account.value(),
                            .account = undo.account});
    tell(context, *owner, undo.old.text());
    if (now->canonical() == undo.old.canonical()) return {};  // changed back already
    change_address(context, undo.account, now->canonical(), undo.old);
    tell(context, *owner, owner->email);
    return {};
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
    if (const auto owner = find_account(context, undo.account)) tell(context, *owner, left);
}

std::optional<base::EmailAddress> undoable_address(app::Context& context, std::string_view secret) {
    const auto undo = find(context, secret);
    if (!undo) return std::nullopt;
    return undo->old;
}

std::expected<void, app::Refusal> undo_email_change(app::Context& context, std::string_view secret) {
    const auto undo = find(context, secret);
    if (!undo) return std::unexpected(app::Refusal::not_found());
    return database::transact(context.database, [&] { return take_back(context, *undo); });
}

}  // namespace identity
