// The rules of challenges; the rows are challenge_store's.
#include "identity/challenge.h"

#include "app/rate_store.h"
#include "audit/event.h"
#include "crypto/code.h"
#include "crypto/random.h"
#include "database/transaction.h"
#include "identity/challenge_store.h"
#include "identity/factor_mail.h"

namespace identity {

namespace {

std::string browser_key(const app::Context& context) {
    return crypto::sha256("browser:" + context.browser);
}
std::string scope(Proof purpose, std::string_view whose) {
    return fmt::format("{}:{}", to_text(purpose), whose);
}
std::string target_key(const CodeTarget& target) {
    return crypto::sha256("target:" + scope(target.purpose, target.bound));
}
bool is_told(const CodeTarget& target) {
    return target.owner == target.asked;
}

// Counts one mail; how long to wait if it is one too many.
std::optional<int> count_mail(app::Context& context, const std::string& whose) {
    const int hourly = static_cast<int>(context.config.integer("code.mails_per_hour"));
    for (const auto& limit : {app::RateLimit{"code.resend", 1, context.config.seconds("code.resend_after")},
                              app::RateLimit{"code.hour", hourly, std::chrono::hours(1)}}) {
        if (const auto state = app::count(context, limit, whose); !state.allowed) return state.retry_after;
    }
    return std::nullopt;
}

app::RateLimit wrong_limit(const app::Context& context) {
    return {"code.wrong", static_cast<int>(context.config.integer("code.wrong_per_day")),
            std::chrono::hours(24), true};
}

// Counts one more wrong code of the day, and tells the owner when it is the one too many.
bool may_try(app::Context& context, const CodeTarget& target) {
    const auto limit = wrong_limit(context);
    const auto state = app::count(context, limit, scope(target.purpose, target.owner));
    if (state.allowed) return true;
    context.log.warning("authn_code_paused", {{"purpose", to_text(target.purpose)},
                                              {"client", context.client ? context.client->text() : ""},
                                              {"account", target.account ? target.account->value() : 0}});
    if (target.account && state.amount == limit.amount + 1) {
        database::transact(context.database, [&] {
            mail_owner(context, *target.account, "factor_paused", "");
            audit::record(context, {.action = "mailed_code.pause",
                                    .object_kind = "account",
                                    .object_id = target.account->value(),
                                    .account = target.account});
        });
    }
    return false;
}

std::string in_words(int seconds) {
    if (seconds <= 90) return fmt::format("{} second{}", seconds, seconds == 1 ? "" : "s");
    return fmt::format("{} minutes", (seconds + 59) / 60);
}

}  // namespace

std::string_view to_text(Proof purpose) {
    switch (purpose) {
        case Proof::sign_up: return "sign_up";
        case Proof::email_change: return "email_change";
        case Proof::sign_in: return "sign_in";
        case Proof::reset: return "reset";
        case Proof::second_factor: return "second_factor";
    }
    return "";
}

app::Refusal wrong_code() {
    return app::Refusal::of("code",
                            "This code is not right. Check the newest mail we sent you, and type it again.");
}

std::optional<app::Refusal> wrong_length(std::string_view typed, std::int64_t digits) {
    if (static_cast<std::int64_t>(typed.size()) == digits) return std::nullopt;
    return app::Refusal::of("code",
                            fmt::format("The code has {} digits. Check it, and type it again.", digits));
}

std::expected<Challenge, app::Refusal> ask_code(app::Context& context, const CodeTarget& target) {
    if (const auto wait = count_mail(context, scope(target.purpose, target.asked))) {
        return std::unexpected(app::Refusal::too_many(
            *wait,
            fmt::format("A code was sent to this address a short while ago. You can ask for a new one in {}.",
                        in_words(*wait))));
    }
    const bool may_mail = is_told(target) || !count_mail(context, scope(target.purpose, target.owner));
    const auto code = crypto::random_digits(static_cast<int>(context.config.integer("code.length")));
    const auto expires = context.now() + context.config.seconds("code.lifetime");
    insert_challenge(context, {.purpose = to_text(target.purpose),
                               .browser = browser_key(context),
                               .target = target_key(target),
                               .account = target.account,
                               .code_hash = crypto::code_hash(context.keys[crypto::Ring::identity],
                                                              target.account.value_or(base::AccountId()),
                                                              scope(target.purpose, target.bound), code),
                               .expires_at = expires});
    return Challenge{code, expires, may_mail};
}

std::expected<std::uint64_t, app::Refusal> check_code(app::Context& context, const CodeTarget& target,
                                                      std::string_view typed) {
    if (auto slip = wrong_length(typed, context.config.integer("code.length")))
        return std::unexpected(std::move(*slip));
    const auto refuse = [](const char* message) {
        return std::unexpected(app::Refusal::of("code", message));
    };
    const auto challenge =
        newest_challenge(context, to_text(target.purpose), browser_key(context), target_key(target));
    if (!challenge || context.now() >= challenge->expires_at) {
        return refuse("This code is no longer valid. Ask for a new one.");
    }
    if (!count_try(context, challenge->id, static_cast<int>(context.config.integer("code.tries")))) {
        return refuse("There were too many wrong tries. Ask for a new code.");
    }
    if (!may_try(context, target)) {
        if (!is_told(target)) return std::unexpected(wrong_code());
        return refuse("There were too many wrong tries for this address. Try again tomorrow.");
    }
    if (!crypto::check_code(context.keys[crypto::Ring::identity], target.account.value_or(base::AccountId()),
                            scope(target.purpose, target.bound), typed, challenge->code_hash)) {
        return std::unexpected(wrong_code());
    }
    app::uncount(context, wrong_limit(context), scope(target.purpose, target.owner));
    return challenge->id;
}

void end_code_pause(app::Context& context, base::AccountId account) {
    for (const auto purpose : {Proof::sign_in, Proof::reset, Proof::second_factor})
        app::forget(context, wrong_limit(context),
                    scope(purpose, fmt::format("account:{}", account.value())));
}

bool consume_challenge(app::Context& context, std::uint64_t id) {
    return use_challenge(context, id);
}

}  // namespace identity
