#include "providers/numverify.h"

#include "base/json.h"
#include "base/text.h"

namespace providers {

namespace {

constexpr std::int64_t kRateLimited = 106;

std::int64_t error_code(const base::Json& json) {
    const auto* error = json.find("error");
    const auto* code = error ? error->find("code") : nullptr;
    return code && code->integer() ? *code->integer() : 0;
}

bool says_error(const base::Json& json) {
    const auto* success = json.find("success");
    return (success && success->boolean() && !*success->boolean()) || json.find("error");
}

}  // namespace

PhoneLookup judge_numverify(const Answer& answer) {
    PhoneLookup lookup;
    if (answer.failure != Failure::none) {
        lookup.answer = to_text(answer.failure);
        lookup.misconfigured = answer.failure == Failure::insecure;
        return lookup;
    }
    lookup.answer = fmt::format("{}", answer.code);
    const auto json = base::Json::parse(answer.body);
    if (!json || !json->object()) {
        lookup.misconfigured = answer.code < 500 && answer.code != 429;
        return lookup;
    }
    // The body decides, not the status.
    if (says_error(*json)) {
        const auto code = error_code(*json);
        lookup.answer = fmt::format("{} error {}", answer.code, code);
        lookup.misconfigured = code != kRateLimited;
        return lookup;
    }
    const auto* valid = json->find("valid");
    if (!answer.ok() || !valid || !valid->boolean()) {
        lookup.misconfigured = answer.code == 401 || answer.code == 403;
        return lookup;
    }
    lookup.verdict = *valid->boolean() ? PhoneLookup::Verdict::valid : PhoneLookup::Verdict::invalid;
    lookup.line_type = base::shorten(json->text_at("line_type"), 40);
    lookup.carrier = base::shorten(json->text_at("carrier"), 100);
    lookup.country = base::shorten(json->text_at("country_code"), 2);
    return lookup;
}

bool numverify_may_repeat(const Answer& answer) {
    if (answer.failure == Failure::unreachable || answer.failure == Failure::broken) return true;
    if (answer.failure != Failure::none) return false;
    const auto json = base::Json::parse(answer.body);
    return answer.code >= 500 || (json && error_code(*json) == kRateLimited);
}

NumverifyDirectory::NumverifyDirectory(NumverifySettings settings)
    : settings_(std::move(settings)), client_(settings_.ca_file) {}

PhoneLookup NumverifyDirectory::look_up(const base::PhoneNumber& number) {
    const HttpCall call{
        .method = "GET",
        .url = join_url(settings_.base_url,
                        fmt::format("validate?access_key={}&number={}",
                                    base::percent_encode(settings_.access_key.reveal()), number.digits())),
        .headers = {{"accept", "application/json"}},
        .body = {},
        .user = {},
        .deadline = settings_.deadline / 2,
    };
    auto answer = client_.call(call);
    if (numverify_may_repeat(answer)) answer = client_.call(call);
    return judge_numverify(answer);
}

}  // namespace providers
