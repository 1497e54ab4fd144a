// The rules of the steps of a sign-in.
#include "identity/sign_in_steps.h"

#include <algorithm>

#include "audit/event.h"
#include "crypto/totp.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/claim_store.h"
#include "identity/devices.h"
#include "identity/factor_change.h"
#include "identity/factor_check.h"
#include "identity/factor_mail.h"
#include "identity/factor_send.h"
#include "identity/passkey_store.h"
#include "identity/pending_store.h"
#include "identity/phone_store.h"
#include "identity/recovery_store.h"
#include "identity/role_store.h"
#include "identity/session_store.h"
#include "identity/totp_store.h"
#include "identity/trusted_browsers.h"

namespace identity {

OwnFactors own_factors(app::Context& context, base::AccountId account) {
    OwnFactors own;
    own.passkeys = list_passkeys(context, account);
    own.apps = list_apps(context, account);
    own.phone = find_phone(context, account);
    own.recovery_codes = count_recovery_codes(context, account);
    const auto mailed = load_mailed_codes(context, account);
    own.mailed_code = mailed.second;
    own.by_mailed_code = mailed.first;
    return own;
}

bool needs_second_factor(app::Context& context, base::AccountId account) {
    const auto& demanding = context.config.list("factors.required_for");
    const auto roles = role_names(context, account);
    return std::ranges::any_of(
        roles, [&](const auto& role) { return std::ranges::find(demanding, role) != demanding.end(); });
}

namespace {

// Before the sign-in is noted and the browser is known.
void tell_of_new_device(app::Context& context, base::AccountId account) {
    if (device_is_known(context, account) || !has_signed_in(context, account)) return;
    mail_owner(context, account, "new_device",
               fmt::format("{}, from {}, {}", device_words(context.user_agent),
                           context.client ? context.client->text() : "an unknown address",
                           base::to_words(context.now())));
}

}  // namespace

std::expected<Arrival, app::Refusal> enter(app::Context& context, const PendingSignIn& pending) {
    const auto account = pending.account;
    if (!claim_account(context, account)) return std::unexpected(app::Refusal::not_found());
    if (context.actor.session != 0) delete_session(context, context.actor.session);
    // What a trusted browser skipped was not proved: a sensitive act asks for it.
    const auto session = start_session(context, account, pending.remember, !pending.trusted);
    tell_of_new_device(context, account);
    remember_device(context, account);
    note_sign_in(context, account);
    audit::record(context, {.action = "session.start",
                            .object_kind = "session",
                            .object_id = session.id,
                            .account = account,
                            .details = std::string(to_text(pending.first)),
                            .actor = account});
    return Arrival{.session = session, .remember = pending.remember, .next = pending.next};
}

namespace {

// What stands next to a proof of the first factor.
Stage stage_after(app::Context& context, const PendingSignIn& proved) {
    if (!own_factors(context, proved.account).steps(proved.first).empty()) return Stage::step;
    if (proved.purpose == Purpose::reset) return Stage::new_password;
    return needs_second_factor(context, proved.account) ? Stage::enrol : Stage::inside;
}

std::string bound_to(std::uint64_t pending) {
    return fmt::format("step:{}", pending);
}

std::vector<Factor> steps_of(app::Context& context, const PendingSignIn& pending) {
    return own_factors(context, pending.account).steps(pending.first);
}

}  // namespace

std::string_view to_text(Purpose purpose) {
    return purpose == Purpose::reset ? "reset" : "sign_in";
}

std::expected<Arrival, app::Refusal> admit(app::Context& context, const PendingSignIn& proved) {
    if (!claim_account(context, proved.account)) return std::unexpected(app::Refusal::not_found());
    // The last recovery code may have been used since the code was mailed.
    if (proved.first == Factor::mailed_code && !own_factors(context, proved.account).mail_may_begin())
        return std::unexpected(app::Refusal::not_found());
    const auto stage = stage_after(context, proved);
    if (stage == Stage::inside) return enter(context, proved);
    // Not for a reset: a new password never comes without the second factor.
    if (stage == Stage::step && proved.purpose == Purpose::sign_in && use_trust(context, proved.account)) {
        PendingSignIn trusted = proved;
        trusted.trusted = true;
        return enter(context, trusted);
    }
    if (stage == Stage::enrol && is_allowed(context, Factor::totp))
        insert_app(context, proved.account, crypto::new_totp_secret());
    PendingSignIn pending = proved;
    pending.proved = true;
    pending.passed = stage == Stage::new_password;
    return Arrival{.stage = stage, .pending = insert_pending(context, pending)};
}

void send_first_step(app::Context& context, const Arrival& arrival) {
    if (arrival.stage != Stage::step) return;
    const auto pending = proved_sign_in(context, arrival.pending);
    if (!pending) return;
    const auto factor = steps_of(context, *pending).front();
    // Refused when one was sent a moment ago: that one is good for another page, and this page can ask again.
    if (is_sent(factor)) (void)send_factor(context, pending->account, factor, bound_to(arrival.pending));
}

std::expected<void, app::Refusal> send_step(app::Context& context, std::uint64_t id, Factor factor) {
    const auto pending = proved_sign_in(context, id);
    if (!pending) return std::unexpected(app::Refusal::not_found());
    const auto steps = steps_of(context, *pending);
    if (!is_sent(factor) || std::ranges::find(steps, factor) == steps.end())
        return std::unexpected(app::Refusal::not_found());
    return send_factor(context, pending->account, factor, bound_to(id));
}

std::optional<PendingSignIn> proved_sign_in(app::Context& context, std::uint64_t id) {
    auto pending = find_pending(context, id);
    if (!pending || !pending->proved || pending->passed || !pending->account) return std::nullopt;
    return pending;
}

std::optional<PendingSignIn> passed_reset(app::Context& context, std::uint64_t id) {
    auto pending = find_pending(context, id);
    if (!pending || pending->purpose != Purpose::reset || !pending->passed || !pending->account)
        return std::nullopt;
    return pending;
}

std::expected<Arrival, app::Refusal> finish_sign_in(app::Context& context, std::uint64_t id, Factor factor,
                                                    std::string_view typed, bool trust) {
    const auto pending = proved_sign_in(context, id);
    if (!pending) return std::unexpected(app::Refusal::not_found());
    const auto steps = steps_of(context, *pending);
    if (std::ranges::find(steps, factor) == steps.end()) return std::unexpected(wrong_factor(factor));
    const auto proven = check_factor(context, pending->account, factor, typed, bound_to(id));
    if (!proven) return std::unexpected(proven.error());
    return database::transact(context.database, [&]() -> std::expected<Arrival, app::Refusal> {
        // A changed password or factor has ended this sign-in: look again, once nobody else can change them.
        const bool is_reset = pending->purpose == Purpose::reset;
        if (!claim_account(context, pending->account) ||
            !(is_reset ? pass_pending(context, id) : delete_pending(context, id))) {
            return std::unexpected(app::Refusal::not_found());
        }
        if (!consume_factor(context, pending->account, *proven)) return std::unexpected(wrong_factor(factor));
        if (is_reset) return Arrival{.stage = Stage::new_password, .pending = id};
        auto arrival = enter(context, *pending);
        if (arrival && trust) trust_browser(context, pending->account);
        return arrival;
    });
}

}  // namespace identity
