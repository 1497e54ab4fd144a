// The rules of sessions; the rows are session_store's.
#include "identity/sessions.h"

#include "app/cookies.h"
#include "base/text.h"
#include "crypto/code.h"
#include "crypto/random.h"
#include "identity/session_store.h"

namespace identity {

namespace {
constexpr auto kSeenEvery = std::chrono::minutes(1);
}  // namespace

std::optional<app::Actor> find_session(app::Context& context, std::string_view token) {
    if (token.size() != crypto::kTokenSize) return std::nullopt;
    auto stored = load_session(context, crypto::sha256(token));
    if (!stored) return std::nullopt;
    const auto now = context.now();
    const bool idle =
        !stored->remembered && now - stored->last_seen_at > context.config.seconds("session.idle");
    if (now >= stored->expires_at || idle) return std::nullopt;  // the courier's housekeeping removes the row
    if (now - stored->last_seen_at >= kSeenEvery) mark_seen(context, stored->actor.session);
    return std::move(stored->actor);
}

NewSession start_session(app::Context& context, base::AccountId account, bool remember, bool proved) {
    const auto token = crypto::random_token();
    const auto lifetime = context.config.seconds(remember ? "session.remembered" : "session.absolute");
    const auto id =
        insert_session(context, account, crypto::sha256(token), context.now() + lifetime, remember, proved);
    return {token, id, account};
}

void set_session_cookie(const app::Context& context, http::Response& response, const std::string& token,
                        bool remember) {
    const int age = remember ? static_cast<int>(context.config.seconds("session.remembered").count()) : -1;
    response.with_cookie({.name = app::cookie_name(context.config), .value = token, .max_age = age});
    response.with_cookie(
        {.name = app::cookie_name(context.config, "-browser"), .value = crypto::random_token()});
}

namespace {

// As random as the token before, and no more to be guessed by who knows that one; but the same for all
// requests that came with it.
std::string next_token(const app::Context& context) {
    return base::to_base64url(crypto::code_hash(context.keys[crypto::Ring::identity], context.actor.account,
                                                "session.next", context.session_token));
}

}  // namespace

std::optional<RenewedSession> renew_session(app::Context& context) {
    const auto token = next_token(context);
    const auto remembered_until =
        replace_token(context, crypto::sha256(context.session_token), crypto::sha256(token));
    if (!remembered_until) return std::nullopt;
    RenewedSession renewed{token, std::nullopt};
    if (*remembered_until)
        renewed.left = std::chrono::floor<std::chrono::seconds>(**remembered_until - context.now());
    return renewed;
}

void set_renewed_cookie(const app::Context& context, http::Response& response,
                        const RenewedSession& session) {
    const int age = session.left ? static_cast<int>(session.left->count()) : -1;
    response.with_cookie({.name = app::cookie_name(context.config), .value = session.token, .max_age = age});
}

bool is_proved(const app::Context& context) {
    const auto& proved_at = context.actor.proved_at;
    return proved_at && context.now() - *proved_at <= context.config.seconds("session.step_up");
}

void clear_session_cookie(const app::Context& context, http::Response& response) {
    response.with_cookie({.name = app::cookie_name(context.config), .value = "", .max_age = 0});
    response.with_cookie({.name = app::cookie_name(context.config, "-browser"), .value = "", .max_age = 0});
}

namespace {

using Known = std::pair<std::string_view, std::string_view>;  // part of the user agent, its name
constexpr Known kBrowsers[] = {
    {"Edg/", "Edge"},        {"OPR/", "Opera"},     {"SamsungBrowser/", "Samsung Internet"},
    {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"Chrome/", "Chrome"},
    {"CriOS/", "Chrome"},    {"Safari/", "Safari"}, {"curl/", "curl"}};
constexpr Known kSystems[] = {{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"},
                              {"iPad", "iPad"},       {"Mac OS X", "macOS"},  {"CrOS", "ChromeOS"},
                              {"Linux", "Linux"}};

std::string_view known(std::string_view user_agent, std::span<const Known> list) {
    for (const auto& [part, name] : list) {
        if (user_agent.find(part) != std::string_view::npos) return name;
    }
    return "";
}

}  // namespace

std::string device_words(std::string_view user_agent) {
    const auto browser = known(user_agent, kBrowsers);
    const auto system = known(user_agent, kSystems);
    if (browser.empty() && system.empty()) return "Unknown browser";
    if (browser.empty()) return fmt::format("Unknown browser on {}", system);
    if (system.empty()) return std::string(browser);
    return fmt::format("{} on {}", browser, system);
}

}  // namespace identity
