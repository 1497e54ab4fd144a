// The rules of mailed codes as first proof.
#include "identity/mailed_proof.h"

#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/challenge.h"
#include "identity/claim_store.h"
#include "identity/code_mail.h"
#include "identity/devices.h"
#include "identity/failed_sign_in_store.h"
#include "identity/pending_store.h"

namespace identity {

namespace {

bool is_reset(const PendingSignIn& pending) {
    return pending.purpose == Purpose::reset;
}

// A browser that was in the account before counts apart, so that a stranger's haste and wrong codes do not
// shut the owner out. What was typed has a mark of its own: "account:7" can be typed too, and would be
// counted with that account's mails.
CodeTarget target_of(app::Context& context, const PendingSignIn& pending) {
    const bool known = device_is_known(context, pending.account);
    CodeTarget target{.purpose = is_reset(pending) ? Proof::reset : Proof::sign_in,
                      .asked = "typed:" + pending.identifier,
                      .owner = "nobody:" + pending.identifier,
                      .bound = fmt::format("sign_in:{}", pending.id)};
    if (pending.account) {
        target.owner = fmt::format("account:{}", pending.account.value());
        target.account = pending.account;
        if (known) target.owner = fmt::format("device:{}:{}", context.device, pending.account.value());
        if (known) target.asked = target.owner;
    }
    return target;
}

// Whom the code goes to; nobody where the account is not there or does not allow it.
std::optional<Account> owner_of(app::Context& context, const Identifier& identifier, Purpose purpose) {
    const auto found = find_credentials(context, identifier);
    const auto own = own_factors(context, found ? found->account.id : AccountId());
    if (!found || found->account.disabled) return std::nullopt;
    const bool begins = purpose == Purpose::sign_in ? own.opens_by_mail() : own.mail_may_begin();
    if (!begins) return std::nullopt;
    return found->account;
}

void keep(app::Context& context, const PendingSignIn& pending, app::Name action) {
    std::optional<AccountId> account;
    if (pending.account) account = pending.account;
    audit::record(
        context,
        {.action = action, .object_kind = "pending_sign_in", .object_id = pending.id, .account = account});
}

std::expected<void, app::Refusal> send(app::Context& context, const PendingSignIn& pending,
                                       const std::optional<Account>& owner) {
    const auto challenge = ask_code(context, target_of(context, pending));
    if (!challenge) return std::unexpected(challenge.error());
    if (is_reset(pending)) {
        mail_code(context, "password_reset_code", owner, *challenge,
                  "If you did not ask, do nothing: your password stays as it is.");
        keep(context, pending, "reset_code.request");
    } else {
        mail_code(context, "sign_in_code", owner, *challenge,
                  "If you are not signing in, do nothing: without this code nobody gets in.");
        keep(context, pending, "sign_in_code.request");
    }
    return {};
}

void keep_failure(app::Context& context, const PendingSignIn& pending) {
    std::optional<AccountId> account;
    if (pending.account) account = pending.account;
    const auto reason = account ? FailureReason::wrong_code : FailureReason::unknown_account;
    keep_failed_sign_in(context, Identifier::of(pending.identifier), account, reason);
    context.log.warning("authn_login_fail", {{"reason", to_text(reason)},
                                             {"client", context.client ? context.client->text() : ""},
                                             {"account", pending.account.value()}});
}

}  // namespace

std::expected<std::uint64_t, app::Refusal> begin_mailed_proof(app::Context& context,
                                                              const CodeRequest& request) {
    const auto identifier = Identifier::of(request.identifier);
    const auto owner = owner_of(context, identifier, request.purpose);
    PendingSignIn pending{.account = owner ? owner->id : AccountId(),
                          .identifier = identifier.canonical,
                          .first = Factor::mailed_code,
                          .remember = request.remember,
                          .next = request.next,
                          .purpose = request.purpose};
    return database::transact(context.database, [&]() -> std::expected<std::uint64_t, app::Refusal> {
        pending.id = insert_pending(context, pending);
        replace_unproved(context, pending);
        if (const auto sent = send(context, pending, owner); !sent) return std::unexpected(sent.error());
        return pending.id;
    });
}

std::expected<void, app::Refusal> resend_mailed_proof(app::Context& context, std::uint64_t id) {
    const auto pending = unproved_sign_in(context, id);
    if (!pending) return std::unexpected(app::Refusal::not_found());
    const auto owner = find_account(context, pending->account);
    return database::transact(context.database, [&] { return send(context, *pending, owner); });
}

std::optional<PendingSignIn> unproved_sign_in(app::Context& context, std::uint64_t id) {
    auto pending = find_pending(context, id);
    if (!pending || pending->proved || pending->first != Factor::mailed_code) return std::nullopt;
    return pending;
}

std::expected<Arrival, app::Refusal> finish_mailed_proof(app::Context& context, std::uint64_t id,
                                                         std::string_view typed) {
    const auto pending = unproved_sign_in(context, id);
    if (!pending) return std::unexpected(app::Refusal::not_found());
    if (auto slip = wrong_length(typed, context.config.integer("code.length")))
        return std::unexpected(std::move(*slip));
    const auto challenge = check_code(context, target_of(context, *pending), typed);
    if (!challenge || !pending->account) {
        keep_failure(context, *pending);
        return std::unexpected(challenge ? wrong_code() : challenge.error());
    }
    auto arrival = database::transact(context.database, [&]() -> std::expected<Arrival, app::Refusal> {
        if (!claim_account(context, pending->account)) return std::unexpected(app::Refusal::not_found());
        if (!consume_challenge(context, *challenge)) return std::unexpected(wrong_code());
        if (!delete_pending(context, id)) return std::unexpected(app::Refusal::not_found());
        keep(context, *pending,
             is_reset(*pending) ? app::Name("reset_code.use") : app::Name("sign_in_code.use"));
        return admit(context, *pending);
    });
    if (arrival) send_first_step(context, *arrival);
    return arrival;
}

}  // namespace identity
