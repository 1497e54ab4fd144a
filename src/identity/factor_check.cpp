// The rules of proving a second factor.
#include "identity/factor_check.h"

#include "app/rate_store.h"
#include "audit/event.h"
#include "crypto/recovery.h"
#include "crypto/totp.h"
#include "database/transaction.h"
#include "identity/account_store.h"
#include "identity/challenge.h"
#include "identity/devices.h"
#include "identity/factor_mail.h"
#include "identity/factor_send.h"
#include "identity/failed_sign_in_store.h"
#include "identity/passkeys.h"
#include "identity/phone_code.h"
#include "identity/phone_store.h"
#include "identity/recovery_store.h"
#include "identity/totp_store.h"

namespace identity {

namespace {

struct Found {
    std::uint64_t row;
    std::int64_t step = 0;
    bool backed_up = false;
};

std::string without_gaps(std::string_view typed) {
    std::string digits;
    for (const char c : typed) {
        if (c != ' ' && c != '-') digits += c;
    }
    return digits;
}

std::optional<Found> find_app(app::Context& context, base::AccountId account, std::string_view typed) {
    const auto digits = without_gaps(typed);
    std::optional<Found> found;
    for (const auto& stored : load_app_secrets(context, account)) {
        if (const auto step = crypto::check_totp(stored.secret, digits, context.now()))
            found = {stored.id, *step};
    }
    return found;
}

std::optional<Found> find_code(app::Context& context, base::AccountId account, std::string_view typed) {
    const auto normal = crypto::normalise_recovery_code(typed);
    if (!normal) return std::nullopt;
    const auto row = find_recovery_code(context, account, *normal);
    if (!row) return std::nullopt;
    return Found{*row};
}

std::optional<Found> find_mailed(app::Context& context, base::AccountId account, std::string_view typed,
                                 const std::string& bound) {
    const auto target = second_factor_target(account, bound);
    const auto challenge = check_code(context, target, without_gaps(typed));
    if (!challenge) return std::nullopt;
    return Found{*challenge};
}

std::optional<Found> find_used_passkey(app::Context& context, base::AccountId account,
                                       std::string_view answer) {
    const auto proof = find_proof(context, account, answer);
    if (!proof) return std::nullopt;
    return Found{proof->passkey.id, proof->assertion.counter, proof->assertion.backed_up};
}

std::expected<Found, app::Refusal> find_by_phone(app::Context& context, base::AccountId account,
                                                 std::string_view typed) {
    const auto phone = find_phone(context, account);
    if (!phone) return std::unexpected(wrong_factor(Factor::sms));
    const auto right = check_phone_code(context, account, *phone, typed);
    if (!right) return std::unexpected(right.error());
    return Found{*right};
}

std::expected<Found, app::Refusal> find(app::Context& context, base::AccountId account, Factor factor,
                                        std::string_view typed, const std::string& bound) {
    const auto or_wrong = [&](std::optional<Found> found) -> std::expected<Found, app::Refusal> {
        if (!found) return std::unexpected(wrong_factor(factor));
        return *found;
    };
    switch (factor) {
        case Factor::totp: return or_wrong(find_app(context, account, typed));
        case Factor::recovery_code: return or_wrong(find_code(context, account, typed));
        case Factor::passkey: return or_wrong(find_used_passkey(context, account, typed));
        case Factor::sms: return find_by_phone(context, account, typed);
        case Factor::mailed_code: return or_wrong(find_mailed(context, account, typed, bound));
        case Factor::password: break;
    }
    return std::unexpected(wrong_factor(factor));
}

// Where a code has to be on its way first, there is nothing to guess at without one, and nothing is counted.
bool is_idle(app::Context& context, base::AccountId account, Factor factor) {
    if (factor != Factor::sms) return false;
    const auto phone = find_phone(context, account);
    return !phone || !code_on_its_way(context, account, *phone);
}

// What cannot be right by its length is no guess, and takes no try from the person. How long the code of a
// phone is, its provider says.
std::optional<app::Refusal> slip_of(const app::Context& context, Factor factor, std::string_view typed) {
    const auto bare = without_gaps(typed);
    if (factor == Factor::mailed_code) return wrong_length(bare, context.config.integer("code.length"));
    if (factor == Factor::totp) return wrong_length(bare, crypto::kTotpDigits);
    return std::nullopt;
}

app::RateLimit daily_limit(const app::Context& context) {
    return {"factor.wrong", static_cast<int>(context.config.integer("code.wrong_per_day")),
            std::chrono::hours(24), true};
}

// A browser that was in the account before counts apart: whoever got hold of the password alone does not shut
// the owner out of it.
std::string whom(app::Context& context, base::AccountId account) {
    if (device_is_known(context, account))
        return fmt::format("device:{}:{}", context.device, account.value());
    return fmt::format("account:{}", account.value());
}

// Counts one more wrong code of the day, and tells the owner when it is the one too many. False: factors are
// paused.
bool may_try(app::Context& context, base::AccountId account) {
    const auto limit = daily_limit(context);
    const auto state = app::count(context, limit, whom(context, account));
    if (state.allowed) return true;
    if (state.amount == limit.amount + 1) {
        database::transact(context.database, [&] {
            mail_owner(context, account, "factor_paused", "");
            audit::record(context, {.action = "factor.pause",
                                    .object_kind = "account",
                                    .object_id = account.value(),
                                    .account = account});
        });
    }
    return false;
}

void keep_failure(app::Context& context, base::AccountId account, Factor factor) {
    context.log.warning("authn_factor_fail", {{"factor", to_text(factor)},
                                              {"client", context.client ? context.client->text() : ""},
                                              {"account", account.value()}});
    if (const auto owner = find_account(context, account)) {
        keep_failed_sign_in(context, Identifier::of(owner->email), account, FailureReason::wrong_factor);
    }
}

// Takes what was proved, exactly once.
bool use(app::Context& context, base::AccountId account, const Proven& proven) {
    switch (proven.factor) {
        case Factor::totp: return use_step(context, account, proven.row, proven.step);
        case Factor::recovery_code: return use_recovery_code(context, account, proven.row);
        case Factor::passkey:
            return use_passkey(context, account, proven.row, static_cast<std::uint32_t>(proven.step),
                               proven.backed_up);
        case Factor::sms: return consume_phone_code(context, account, proven.row);
        case Factor::mailed_code: return consume_challenge(context, proven.row);
        case Factor::password: break;
    }
    return false;
}

void tell_of_recovery(app::Context& context, base::AccountId account) {
    const int left = count_recovery_codes(context, account);
    mail_owner(context, account, "recovery_code_used",
               left == 1 ? "One code is left." : fmt::format("{} codes are left.", left));
    audit::record(context, {.action = "recovery_code.use",
                            .object_kind = "account",
                            .object_id = account.value(),
                            .account = account});
}

const char* wrong_words(Factor factor) {
    switch (factor) {
        case Factor::recovery_code: return "This recovery code is not right, or was used already.";
        case Factor::totp:
            return "This code is not right, or was used already. Wait for the next one and type it.";
        case Factor::passkey: return "This passkey was not accepted. Try again, or choose another way.";
        case Factor::sms: return "This code is not right. Check the newest message, and type it again.";
        case Factor::mailed_code:
            return "This code is not right, or too old. Check the newest mail, or ask for a new code.";
        case Factor::password: break;
    }
    return "This is not right.";
}

}  // namespace

app::Refusal wrong_factor(Factor factor) {
    // Nothing is typed for a passkey: the form as a whole is refused.
    return app::Refusal::of(factor == Factor::passkey ? "" : "code", wrong_words(factor));
}

void end_factor_pause(app::Context& context, base::AccountId account) {
    app::forget(context, daily_limit(context), fmt::format("account:{}", account.value()));
}

std::expected<Proven, app::Refusal> check_factor(app::Context& context, base::AccountId account,
                                                 Factor factor, std::string_view typed,
                                                 const std::string& bound) {
    if (is_idle(context, account, factor)) return std::unexpected(no_code_on_its_way());
    if (auto slip = slip_of(context, factor, typed)) return std::unexpected(std::move(*slip));
    const auto attempt = begin_attempt(context, whom(context, account), Guard::factor);
    std::expected<Found, app::Refusal> found = std::unexpected(wrong_factor(factor));
    if (attempt.looked_at && may_try(context, account)) found = find(context, account, factor, typed, bound);
    if (!found && found.error().kind == app::Refusal::Kind::busy) {
        // Nobody looked at it: it does not count towards the day, but it does towards haste.
        app::uncount(context, daily_limit(context), whom(context, account));
        return std::unexpected(found.error());
    }
    if (!found) {
        keep_failure(context, account, factor);
        return std::unexpected(found.error());
    }
    return Proven{factor, found->row, found->step, found->backed_up, attempt};
}

bool consume_factor(app::Context& context, base::AccountId account, const Proven& proven) {
    if (!use(context, account, proven)) return false;
    forgive(context, proven.attempt);
    app::uncount(context, daily_limit(context), whom(context, account));
    if (proven.factor == Factor::recovery_code) tell_of_recovery(context, account);
    return true;
}

}  // namespace identity
