// The rules of signing in and out.
#include "identity/authentication.h"

#include <algorithm>

#include "audit/event.h"
#include "crypto/sealed.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/claim_store.h"
#include "identity/devices.h"
#include "identity/ending.h"
#include "identity/factor_change.h"
#include "identity/factor_check.h"
#include "identity/factor_send.h"
#include "identity/failed_sign_in_store.h"
#include "identity/passwords.h"
#include "identity/pending_store.h"
#include "identity/session_store.h"
#include "identity/throttle.h"
#include "outbox/outbox.h"

namespace identity {

namespace {

std::string client_text(const app::Context& context) {
    return context.client ? context.client->text() : "";
}

app::Refusal wrong() {
    return app::Refusal::of(
        "", "The address or user name, or the password, is not right. Check both and try again.");
}

// What failures are counted against: the account, this browser's own tries at it, or the name that nobody
// has.
std::string guarded(app::Context& context, const std::optional<Credentials>& found,
                    const Identifier& identifier) {
    const auto id = found ? found->account.id : base::AccountId();
    const bool known = device_is_known(context, id);
    if (!found) return "nobody:" + identifier.canonical;
    if (known) return fmt::format("device:{}:{}", context.device, id.value());
    return fmt::format("account:{}", id.value());
}

// Whose hash nobody's sign-in is charged with. A hash of another system costs more or less than ours until
// its owner signs in, so a name that nobody has costs what some account's password does, and always that
// one's: then slow and quick refusals are as frequent among names without an account as among those with one.
// (Left over: what an attempt costs tells that *some* account came from another system.)
std::uint64_t draw(const app::Context& context, const Identifier& identifier) {
    const auto bytes =
        crypto::blind_index(context.keys[crypto::Ring::shared], "sign_in.stand_in", identifier.canonical);
    std::uint64_t number = 0;
    for (size_t i = 0; i < sizeof number; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
    return number;
}

// Compares only what may be compared; the rest costs as much, and is wrong.
crypto::Verdict compare(app::Context& context, const app::Slots::Held& slot,
                        const std::optional<Credentials>& found, const Attempt& attempt,
                        const std::string& stand_in, const base::Secret& password) {
    const bool has_password = found && !found->hash.empty();
    if (has_password && attempt.looked_at && !found->account.disabled)
        return verify_password(context, slot, found->hash, password);
    pay_for_password(context, slot, has_password ? found->hash : stand_in, password);
    return crypto::Verdict::wrong;
}

// Why the sign-in fails, or nothing.
std::optional<FailureReason> judge(const std::optional<Credentials>& found, const Attempt& attempt,
                                   crypto::Verdict verdict) {
    if (!found) return FailureReason::unknown_account;
    if (!attempt.looked_at) return FailureReason::throttled;
    if (found->account.disabled) return FailureReason::disabled;
    if (verdict == crypto::Verdict::wrong) return FailureReason::wrong_password;
    return std::nullopt;
}

std::unexpected<app::Refusal> refuse(app::Context& context, const Identifier& identifier,
                                     std::optional<base::AccountId> account, FailureReason reason) {
    keep_failed_sign_in(context, identifier, account, reason);
    context.log.warning("authn_login_fail", {{"reason", to_text(reason)},
                                             {"client", client_text(context)},
                                             {"account", account ? account->value() : 0}});
    return std::unexpected(wrong());
}

std::string bound_to_session(const app::Context& context) {
    return fmt::format("session:{}", context.actor.session);
}

Person person(const Account& account) {
    return {account.first_name, account.last_name, account.email,
            account.user_name ? std::string_view(*account.user_name) : ""};
}

// Whoever was in with the old password, or half in, is out; the owner is told. In a transaction.
void replace_password(app::Context& context, const Account& account, const std::string& hash,
                      app::Name action) {
    const auto id = account.id;
    save_password(context, id, hash);
    end_everything(context, id);
    audit::record(
        context,
        {.action = action, .object_kind = "account", .object_id = id.value(), .account = id, .actor = id});
    outbox::put(context,
                {.kind = "password_changed",
                 .recipient = account.email,
                 .values = {{"FIRST_NAME", account.first_name}, {"LINK", context.config.url("/profile")}},
                 .account = id});
}

// Another token for the asker's session once `consume` took the proof.
template <class Consume>
std::expected<RenewedSession, app::Refusal> renewed(app::Context& context, Consume&& consume, Factor factor) {
    return database::transact(context.database, [&]() -> std::expected<RenewedSession, app::Refusal> {
        if (!consume()) return std::unexpected(wrong_factor(factor));
        const auto session = renew_session(context);
        if (!session) return std::unexpected(app::Refusal::not_found());
        audit::record(context, {.action = "session.prove",
                                .object_kind = "session",
                                .object_id = context.actor.session,
                                .account = context.actor.account,
                                .details = std::string(to_text(factor))});
        return *session;
    });
}

}  // namespace

std::expected<Arrival, app::Refusal> sign_in(app::Context& context, const SignInForm& form) {
    const auto identifier = Identifier::of(form.identifier);
    const auto found = find_credentials(context, identifier);
    const auto stand_in = stand_in_hash(context, draw(context, identifier));
    const auto slot = take_hashing_slot(context);
    const auto attempt = begin_attempt(context, guarded(context, found, identifier));
    const auto verdict = compare(context, slot, found, attempt, stand_in, form.password);
    const auto failure = judge(found, attempt, verdict);
    std::optional<base::AccountId> account;
    if (found) account = found->account.id;
    if (failure) return refuse(context, identifier, account, *failure);
    const bool stale = verdict == crypto::Verdict::right_but_stale;
    const auto fresh_hash = stale ? hash_password(context, slot, form.password) : "";
    auto arrival = database::transact(context.database, [&]() -> std::expected<Arrival, app::Refusal> {
        // Hashing took its time: the account may be disabled by now, or have another password.
        if (!claim_account(context, *account) || !is_current_hash(context, *account, found->hash))
            return std::unexpected(app::Refusal::not_found());
        forgive(context, attempt);
        if (stale) save_fresh_hash(context, *account, fresh_hash);
        return admit(context, {.account = *account,
                               .identifier = identifier.canonical,
                               .first = Factor::password,
                               .remember = form.remember,
                               .next = form.next});
    });
    if (!arrival) return refuse(context, identifier, account, FailureReason::wrong_password);
    send_first_step(context, *arrival);
    return arrival;
}

void sign_out(app::Context& context) {
    if (!context.actor.signed_in()) return;
    database::transact(context.database, [&] {
        delete_session(context, context.actor.session);
        forget_pending(context);
        audit::record(context, {.action = "session.end",
                                .object_kind = "session",
                                .object_id = context.actor.session,
                                .account = context.actor.account});
    });
}

std::expected<RenewedSession, app::Refusal> prove_password(app::Context& context,
                                                           const base::Secret& password) {
    const auto id = context.actor.account;
    const auto found = find_credentials(context, id);
    if (!found) return std::unexpected(app::Refusal::not_found());
    const auto slot = take_hashing_slot(context);
    const auto attempt = begin_attempt(context, fmt::format("session:{}", context.actor.session));
    if (verify_password(context, slot, attempt.looked_at ? found->hash : "", password) ==
        crypto::Verdict::wrong) {
        const auto reason = attempt.looked_at ? FailureReason::wrong_password : FailureReason::throttled;
        keep_failed_sign_in(context, Identifier::of(found->account.email), id, reason);
        context.log.warning("authn_factor_fail", {{"factor", to_text(Factor::password)},
                                                  {"client", client_text(context)},
                                                  {"account", id.value()}});
        return std::unexpected(app::Refusal::of("password", "This is not your password."));
    }
    return renewed(
        context,
        [&] {
            forgive(context, attempt);
            return true;
        },
        Factor::password);
}

std::vector<Factor> proofs(app::Context& context) {
    const auto own = own_factors(context, context.actor.account);
    auto found = own.steps();
    if (!found.empty()) return found;
    found.push_back(Factor::password);
    if (is_first(context, Factor::mailed_code) && own.opens_by_mail()) found.push_back(Factor::mailed_code);
    return found;
}

std::expected<void, app::Refusal> send_proof(app::Context& context, Factor factor) {
    const auto known = proofs(context);
    if (!is_sent(factor) || std::ranges::find(known, factor) == known.end())
        return std::unexpected(app::Refusal::not_found());
    return send_factor(context, context.actor.account, factor, bound_to_session(context));
}

std::expected<RenewedSession, app::Refusal> prove_factor(app::Context& context, Factor factor,
                                                         std::string_view typed) {
    const auto id = context.actor.account;
    const auto known = proofs(context);
    if (std::ranges::find(known, factor) == known.end()) return std::unexpected(wrong_factor(factor));
    const auto proven = check_factor(context, id, factor, typed, bound_to_session(context));
    if (!proven) return std::unexpected(proven.error());
    return renewed(
        context, [&] { return consume_factor(context, id, *proven); }, factor);
}

Strength strength_for(app::Context& context, base::AccountId account) {
    return own_factors(context, account).has_second() ? Strength::with_factor : Strength::alone;
}

std::expected<NewSession, app::Refusal> change_password(app::Context& context, const base::Secret& current,
                                                        const base::Secret& wanted) {
    const auto id = context.actor.account;
    const auto found = find_credentials(context, id);
    if (!found) return std::unexpected(app::Refusal::not_found());
    const auto& account = found->account;
    // Judged first: a new password that is refused is no wrong try at the current one.
    if (auto complaints =
            judge_password(context, "new_password", wanted, person(account), strength_for(context, id));
        !complaints.empty()) {
        return std::unexpected(app::Refusal{app::Refusal::Kind::invalid, std::move(complaints), 0});
    }
    const auto slot = take_hashing_slot(context);
    const auto attempt = begin_attempt(context, fmt::format("session:{}", context.actor.session));
    const auto verdict = verify_password(context, slot, attempt.looked_at ? found->hash : "", current);
    if (verdict == crypto::Verdict::wrong) {
        const auto reason = attempt.looked_at ? FailureReason::wrong_password : FailureReason::throttled;
        keep_failed_sign_in(context, Identifier::of(account.email), id, reason);
        context.log.warning(
            "authn_password_change_fail",
            {{"reason", to_text(reason)}, {"client", client_text(context)}, {"account", id.value()}});
        return std::unexpected(app::Refusal::of("current_password", "This is not your current password."));
    }
    const auto hash = hash_password(context, slot, wanted);
    const auto session =
        database::transact(context.database, [&]() -> std::expected<NewSession, app::Refusal> {
            // Of two changes at once the second names a password that is none any more.
            if (!claim_own(context) || !is_current_hash(context, id, found->hash)) {
                return std::unexpected(
                    app::Refusal::of("current_password", "This is not your current password."));
            }
            forgive(context, attempt);
            replace_password(context, account, hash, "password.change");
            const auto fresh = start_session(context, id, false);
            remember_device(context, id);
            return fresh;
        });
    if (!session) return session;
    context.log.info("authn_password_change", {{"client", client_text(context)}, {"account", id.value()}});
    return session;
}

std::expected<void, app::Refusal> reset_password(app::Context& context, std::uint64_t pending_id,
                                                 const base::Secret& wanted) {
    const auto pending = passed_reset(context, pending_id);
    const auto account = pending ? find_account(context, pending->account) : std::nullopt;
    if (!account) return std::unexpected(app::Refusal::not_found());
    if (auto complaints = judge_password(context, "new_password", wanted, person(*account),
                                         strength_for(context, account->id));
        !complaints.empty()) {
        return std::unexpected(app::Refusal{app::Refusal::Kind::invalid, std::move(complaints), 0});
    }
    const auto hash = hash_password(context, take_hashing_slot(context), wanted);
    const auto done = database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_account(context, account->id) || !delete_pending(context, pending_id))
            return std::unexpected(app::Refusal::not_found());
        unlock(context, account->id);
        replace_password(context, *account, hash, "password.reset");
        return {};
    });
    if (done)
        context.log.info("authn_password_change",
                         {{"client", client_text(context)}, {"account", account->id.value()}});
    return done;
}

}  // namespace identity
