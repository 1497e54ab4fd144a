// The rules of challenges; the rows are challenge_store's.
#include "identity/challenge.h"

#include "app/rate_store.h"
#include "crypto/code.h"
#include "crypto/random.h"
#include "identity/challenge_store.h"

namespace identity {

namespace {

std::string browser_key(const app::Context& context) {
    return crypto::sha256("browser:" + context.browser);
}
std::string target_key(Proof purpose, const std::string& target) {
    return crypto::sha256(fmt::format("target:{}:{}", to_text(purpose), target));
}

// The target names the account or address, so the hash needs no account beside it.
std::string code_scope(Proof purpose, const std::string& target) {
    return fmt::format("{}:{}", to_text(purpose), target);
}

app::RateLimit resend_limit(const app::Context& context) {
    return {"code.resend", 1, context.config.seconds("code.resend_after")};
}
app::RateLimit hourly_limit(const app::Context& context) {
    return {"code.hour", static_cast<int>(context.config.integer("code.mails_per_hour")),
            std::chrono::hours(1)};
}
app::RateLimit wrong_limit(const app::Context& context) {
    return {"code.wrong", static_cast<int>(context.config.integer("code.wrong_per_day")),
            std::chrono::hours(24), true};
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
    }
    return "";
}

std::expected<Challenge, app::Refusal> ask_code(app::Context& context, Proof purpose,
                                                const std::string& target,
                                                std::optional<base::AccountId> account) {
    for (const auto& limit : {resend_limit(context), hourly_limit(context)}) {
        const auto state = app::count(context, limit, code_scope(purpose, target));
        if (state.allowed) continue;
        return std::unexpected(app::Refusal::too_many(
            state.retry_after,
            fmt::format("A code was sent to this address a short while ago. You can ask for a new one in {}.",
                        in_words(state.retry_after))));
    }
    const auto code = crypto::random_digits(static_cast<int>(context.config.integer("code.length")));
    const auto expires = context.now() + context.config.seconds("code.lifetime");
    insert_challenge(context,
                     {.purpose = to_text(purpose),
                      .browser = browser_key(context),
                      .target = target_key(purpose, target),
                      .account = account,
                      .code_hash = crypto::code_hash(context.keys[crypto::Ring::identity], base::AccountId(),
                                                     code_scope(purpose, target), code),
                      .expires_at = expires});
    return Challenge{code, expires};
}

std::expected<std::uint64_t, app::Refusal> check_code(app::Context& context, Proof purpose,
                                                      const std::string& target, std::string_view typed) {
    const auto refuse = [](const char* message) {
        return std::unexpected(app::Refusal::of("code", message));
    };
    const auto challenge =
        newest_challenge(context, to_text(purpose), browser_key(context), target_key(purpose, target));
    if (!challenge || context.now() >= challenge->expires_at) {
        return refuse("This code is no longer valid. Ask for a new one.");
    }
    if (!count_try(context, challenge->id, static_cast<int>(context.config.integer("code.tries")))) {
        return refuse("There were too many wrong tries. Ask for a new code.");
    }
    const auto whom = code_scope(purpose, target);
    if (!app::count(context, wrong_limit(context), whom).allowed) {
        context.log.warning("authn_code_paused", {{"purpose", to_text(purpose)}});
        return refuse("There were too many wrong tries for this address. Try again tomorrow.");
    }
    if (!crypto::check_code(context.keys[crypto::Ring::identity], base::AccountId(),
                            code_scope(purpose, target), typed, challenge->code_hash)) {
        return refuse("This code is not right. Check the newest mail we sent you, and type it again.");
    }
    app::uncount(context, wrong_limit(context), whom);
    return challenge->id;
}

bool consume_challenge(app::Context& context, std::uint64_t id) {
    return use_challenge(context, id);
}

}  // namespace identity
