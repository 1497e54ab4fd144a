// The rules of passkeys.
#include "identity/passkeys.h"

#include "app/rate_store.h"
#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/claim_store.h"
#include "identity/factor_change.h"
#include "identity/factor_mail.h"
#include "identity/failed_sign_in_store.h"
#include "identity/pending_store.h"

namespace identity {

namespace {

constexpr size_t kMostPasskeys = 20;
constexpr app::RateLimit kCopyMails{"passkey.copied", 1, std::chrono::hours(24)};

app::Refusal not_made() {
    return app::Refusal::of("", "The passkey was not added. Try again.");
}

std::string name_of(const app::Context& context, const std::string& typed) {
    return typed.empty() ? device_words(context.user_agent) : typed;
}

std::string client_text(const app::Context& context) {
    return context.client ? context.client->text() : "";
}

void note(app::Context& context, const PasskeyTrouble& trouble) {
    context.log.warning("authn_passkey_fail",
                        {{"reason", trouble.reason},
                         {"client", client_text(context)},
                         {"account", trouble.passkey ? trouble.passkey->account.value() : 0}});
    if (trouble.reason != to_text(crypto::webauthn::Failure::counter_went_back)) return;
    // The signature was right and the counter old: there are two of this authenticator.
    const auto& passkey = *trouble.passkey;
    database::transact(context.database, [&] {
        audit::record(context, {.action = "passkey.copied",
                                .object_kind = "passkey",
                                .object_id = passkey.id,
                                .account = passkey.account});
        if (app::count(context, kCopyMails, std::to_string(passkey.id)).amount == 1)
            mail_owner(context, passkey.account, "passkey_copied",
                       fmt::format(
                           "Your passkey \"{}\" was used in a way that suggests that a copy of it exists. It "
                           "was refused, and nobody came in with it.",
                           passkey.name));
    });
}

std::expected<base::Json, app::Refusal> ask_for_new(app::Context& context, base::AccountId account) {
    if (!passkeys_offered(context)) return std::unexpected(app::Refusal::forbidden());
    if (list_passkeys(context, account).size() >= kMostPasskeys) {
        return std::unexpected(
            app::Refusal::conflict("You have twenty passkeys already. Remove one that you no longer use."));
    }
    return database::transact(context.database, [&]() -> std::expected<base::Json, app::Refusal> {
        return ask_new_passkey(context, account);
    });
}

// What the browser made, kept by `act` once `claim` has made sure that nobody changes the account meanwhile.
// A credential id that is known already is refused, whosever it is (7.1, step 26).
template <class Claim, class Act>
auto keep(app::Context& context, base::AccountId account, const std::string& name, std::string_view answer,
          Claim&& claim, Act&& act) -> decltype(act()) {
    if (!passkeys_offered(context)) return std::unexpected(app::Refusal::forbidden());
    const auto made = read_new_passkey(context, account, answer);
    if (!made) {
        note(context, made.error());
        return std::unexpected(not_made());
    }
    try {
        return database::transact(context.database, [&]() -> decltype(act()) {
            if (!claim()) return std::unexpected(app::Refusal::not_found());
            if (list_passkeys(context, account).size() >= kMostPasskeys) return std::unexpected(not_made());
            insert_passkey(context, account, *made, name_of(context, name));
            announce(context, account, "passkey.add",
                     "A passkey was added. From now on it is asked for at sign-in, or signs you in alone.");
            return act();
        });
    } catch (const database::DuplicateKey&) {
        note(context, {"known_credential"});
        return std::unexpected(not_made());
    }
}

// What a failed sign-in is kept under where no account is known; no user name looks like it.
Identifier nobody() {
    return {.canonical = "(passkey)"};
}

app::Refusal not_accepted() {
    return app::Refusal::of("", "This passkey was not accepted. Try again, or sign in another way.");
}

}  // namespace

bool passkeys_offered(const app::Context& context) {
    return is_allowed(context, Factor::passkey) && passkeys_can_work(context);
}

bool passkey_sign_in_offered(const app::Context& context) {
    return passkeys_offered(context) && is_first(context, Factor::passkey);
}

std::expected<base::Json, app::Refusal> begin_passkey(app::Context& context) {
    return ask_for_new(context, context.actor.account);
}

std::expected<void, app::Refusal> add_passkey(app::Context& context, const std::string& name,
                                              std::string_view answer) {
    return keep(
        context, context.actor.account, name, answer, [&] { return claim_own(context); },
        []() -> std::expected<void, app::Refusal> { return {}; });
}

std::expected<base::Json, app::Refusal> begin_passkey_at_sign_in(app::Context& context,
                                                                 std::uint64_t pending_id) {
    const auto pending = proved_sign_in(context, pending_id);
    if (!pending || pending->purpose != Purpose::sign_in ||
        own_factors(context, pending->account).has_second()) {
        return std::unexpected(app::Refusal::not_found());
    }
    return ask_for_new(context, pending->account);
}

std::expected<Arrival, app::Refusal> enrol_passkey_at_sign_in(app::Context& context, std::uint64_t pending_id,
                                                              const std::string& name,
                                                              std::string_view answer) {
    const auto pending = proved_sign_in(context, pending_id);
    if (!pending || pending->purpose != Purpose::sign_in ||
        own_factors(context, pending->account).has_second()) {
        return std::unexpected(app::Refusal::not_found());
    }
    return keep(
        context, pending->account, name, answer,
        [&] { return claim_account(context, pending->account) && delete_pending(context, pending_id); },
        [&] { return enter(context, *pending); });
}

std::expected<void, app::Refusal> rename_passkey(app::Context& context, std::uint64_t id,
                                                 const std::string& name) {
    const bool named = name_passkey(context, context.actor.account, id, name_of(context, name));
    if (!named) return std::unexpected(app::Refusal::not_found());
    return {};
}

std::expected<void, app::Refusal> remove_passkey(app::Context& context, std::uint64_t id) {
    const auto account = context.actor.account;
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        if (!claim_own(context) || !delete_passkey(context, account, id))
            return std::unexpected(app::Refusal::not_found());
        const auto last = settle_removal(context);
        if (!last) return std::unexpected(last.error());
        announce(context, account, "passkey.remove",
                 *last ? "A passkey was removed. It was the last: your password alone is enough now."
                       : "A passkey was removed.");
        return {};
    });
}

std::expected<Arrival, app::Refusal> sign_in_with_passkey(app::Context& context, std::string_view answer,
                                                          bool remember, const std::string& next) {
    if (!passkey_sign_in_offered(context)) return std::unexpected(app::Refusal::forbidden());
    const auto refuse = [&](const PasskeyTrouble& trouble, FailureReason reason) {
        note(context, trouble);
        std::optional<base::AccountId> account;
        if (trouble.passkey) account = trouble.passkey->account;
        const auto owner = account ? find_account(context, *account) : std::nullopt;
        keep_failed_sign_in(context, owner ? Identifier::of(owner->email) : nobody(), account, reason);
        context.log.warning("authn_login_fail", {{"reason", to_text(reason)},
                                                 {"client", client_text(context)},
                                                 {"account", account ? account->value() : 0}});
        return std::unexpected(not_accepted());
    };
    const auto proof = read_passkey(context, std::nullopt, answer);
    if (!proof) {
        return refuse(proof.error(),
                      proof.error().passkey ? FailureReason::wrong_factor : FailureReason::unknown_account);
    }
    const auto& passkey = proof->passkey;
    if (passkey.disabled) return refuse({"disabled", passkey}, FailureReason::disabled);
    const auto arrival = database::transact(context.database, [&]() -> std::expected<Arrival, app::Refusal> {
        if (!claim_account(context, passkey.account) ||
            !use_passkey(context, passkey.account, passkey.id, proof->assertion.counter,
                         proof->assertion.backed_up)) {
            return std::unexpected(not_accepted());
        }
        return enter(context, {.account = passkey.account,
                               .first = Factor::passkey,
                               .remember = remember,
                               .proved = true,
                               .next = next});
    });
    if (!arrival) return refuse({"used_meanwhile", passkey}, FailureReason::wrong_factor);
    return arrival;
}

std::optional<PasskeyProof> find_proof(app::Context& context, base::AccountId account,
                                       std::string_view answer) {
    auto proof = read_passkey(context, account, answer);
    if (proof) return std::move(*proof);
    note(context, proof.error());
    return std::nullopt;
}

}  // namespace identity
