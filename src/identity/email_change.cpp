// The rules of changing the address.
#include "identity/email_change.h"

#include "app/rate_store.h"
#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/challenge.h"
#include "identity/claim_store.h"
#include "identity/email_change_store.h"
#include "identity/email_undo.h"
#include "identity/ending.h"
#include "identity/sign_in_steps.h"
#include "outbox/outbox.h"

namespace identity {

namespace {

CodeTarget target_of(const app::Context& context, const base::EmailAddress& wanted) {
    const auto& address = wanted.canonical();
    return {Proof::email_change, address, address, address, context.actor.account};
}

// Whose the wanted address is, or was until a change that may still be taken back: where the news goes.
std::optional<std::string> holder_of(app::Context& context, const base::EmailAddress& wanted) {
    const auto holder = address_of_account(context, wanted.canonical());
    const auto reserved = reserved_address(context, wanted.canonical(), context.actor.account);
    return holder ? holder : reserved;
}

// Each address has its own limit; an account with many addresses in hand would be a cannon.
constexpr app::RateLimit kMails{"email_change.account", 10, std::chrono::hours(1), true};

std::optional<app::Refusal> too_many_mails(app::Context& context) {
    const auto state = app::count(context, kMails, std::to_string(context.actor.account.value()));
    if (state.allowed) return std::nullopt;
    return app::Refusal::too_many(state.retry_after,
                                  "You asked for many codes in a short time. Wait an hour, then try again.");
}

// Greets nobody by name: the address is not theirs yet.
std::expected<void, app::Refusal> mail_code(app::Context& context, const base::EmailAddress& wanted) {
    if (auto refusal = too_many_mails(context)) return std::unexpected(std::move(*refusal));
    const auto challenge = ask_code(context, target_of(context, wanted));
    if (!challenge) return std::unexpected(challenge.error());
    const auto holder = holder_of(context, wanted);
    outbox::Mail mail{.kind = holder ? "email_change_exists" : "email_change_code",
                      .recipient = holder.value_or(wanted.text()),
                      .values = {}};
    mail.expires = challenge->expires_at;
    mail.values["CODE"] = holder ? "" : challenge->code;
    mail.values["MINUTES"] = std::to_string(context.config.seconds("code.lifetime").count() / 60);
    mail.values["LINK"] = context.config.url("/login");
    outbox::put(context, mail);
    return {};
}

std::expected<RenewedSession, app::Refusal> change(app::Context& context, const PendingEmailChange& pending,
                                                   std::uint64_t challenge) {
    const auto account = context.actor.account;
    const auto link = new_undo_link(context);
    if (!claim_own(context)) return std::unexpected(app::Refusal::not_found());
    if (!consume_challenge(context, challenge))
        return std::unexpected(app::Refusal::of("code", "This code was used already."));
    if (!mark_changed(context, pending.id, link.hash, link.until, own_factors(context, account)))
        return std::unexpected(app::Refusal::not_found());
    // The owner of a taken address got no code, so this one was guessed.
    if (reserved_address(context, pending.wanted.canonical(), account)) return std::unexpected(wrong_code());
    if (!change_address(context, account, pending.old_canonical, pending.wanted)) {
        return std::unexpected(app::Refusal::conflict(
            "Your address was changed in the meantime. Look at your profile, and begin again."));
    }
    end_elsewhere(context, account);
    const auto session = renew_session(context);
    if (!session) return std::unexpected(app::Refusal::not_found());
    audit::record(context, {.action = "email.change",
                            .object_kind = "account",
                            .object_id = account.value(),
                            .account = account});
    // Who goes back to where mail went before another took the account over leaves them no link to return by.
    if (const auto back = find_way_back(context, account, pending.wanted.canonical()))
        close_way_back(context, *back, pending.old_email);
    else
        tell_old_address(context, pending.old_email, link);
    return *session;
}

}  // namespace

std::expected<std::uint64_t, app::Refusal> begin_email_change(app::Context& context,
                                                              const base::EmailAddress& wanted) {
    return database::transact(context.database, [&]() -> std::expected<std::uint64_t, app::Refusal> {
        if (!claim_own(context)) return std::unexpected(app::Refusal::not_found());
        const auto own = find_account(context, context.actor.account);
        if (const auto now = base::EmailAddress::parse(own->email);
            now && now->canonical() == wanted.canonical()) {
            return std::unexpected(app::Refusal::of("email", "This is your address already."));
        }
        if (auto mailed = mail_code(context, wanted); !mailed) return std::unexpected(mailed.error());
        return insert_email_change(context, own->email, wanted);
    });
}

std::expected<void, app::Refusal> resend_email_change_code(app::Context& context, std::uint64_t id) {
    const auto pending = find_email_change(context, id);
    if (!pending) return std::unexpected(app::Refusal::not_found());
    return database::transact(context.database, [&] { return mail_code(context, pending->wanted); });
}

std::optional<base::EmailAddress> wanted_address(app::Context& context, std::uint64_t id) {
    const auto pending = find_email_change(context, id);
    if (!pending) return std::nullopt;
    return pending->wanted;
}

std::expected<RenewedSession, app::Refusal> finish_email_change(app::Context& context, std::uint64_t id,
                                                                std::string_view code) {
    const auto pending = find_email_change(context, id);
    if (!pending) return std::unexpected(app::Refusal::not_found());
    const auto challenge = check_code(context, target_of(context, pending->wanted), code);
    if (!challenge) return std::unexpected(challenge.error());
    try {
        return database::transact(context.database, [&] { return change(context, *pending, *challenge); });
    } catch (const database::DuplicateKey&) {
        return std::unexpected(wrong_code());
    }
}

}  // namespace identity
