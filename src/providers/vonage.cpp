#include "providers/vonage.h"

#include "base/json.h"
#include "base/text.h"
#include "providers/http_rules.h"

namespace providers {

namespace {

// Worth the one repetition: nobody answered, or the provider said it could not just now.
bool worth_repeating(const Answer& answer) {
    switch (answer.failure) {
        case Failure::none: return answer.code >= 500;
        case Failure::unreachable:
        case Failure::timeout:
        case Failure::broken: return true;
        default: return false;
    }
}

VerificationAnswer judged(Verification outcome, const Answer& answer) {
    const auto json = base::Json::parse(answer.body);
    std::string reference(json ? json->text_at("request_id") : "");
    if (!is_reference(reference)) reference.clear();
    // Only status and title: details may repeat the number.
    std::string words = answer.failure != Failure::none
                            ? std::string(to_text(answer.failure))
                            : fmt::format("{} {}", answer.code, json ? json->text_at("title") : "");
    return {outcome, std::move(reference), trim_answer(words)};
}

// A 200 alone is success, but not one from somebody else: a page of a proxy or of a wrong address would let
// every code pass. Their body is empty or says nothing against it.
bool confirms(const Answer& answer) {
    if (base::trim(answer.body).empty()) return true;
    const auto json = base::Json::parse(answer.body);
    if (!json || !json->object()) return false;
    const auto* status = json->find("status");
    return !status || (status->text() && status->text()->starts_with("complete"));
}

Verification common(const Answer& answer) {
    if (answer.failure == Failure::insecure) return Verification::misconfigured;
    if (answer.failure != Failure::none) return Verification::unavailable;
    if (answer.code == 429) return Verification::later;
    if (answer.code >= 500) return Verification::unavailable;
    return Verification::misconfigured;  // 401, 402, 403, a redirect, a page at a wrong address
}

}  // namespace

VerificationAnswer judge_vonage_start(const Answer& answer) {
    if (answer.failure == Failure::none) {
        auto result = judged(Verification::started, answer);
        if (answer.ok()) {
            // Without a reference nothing could be checked later.
            if (result.reference.empty()) result.outcome = Verification::unavailable;
            return result;
        }
        if (answer.code == 409) return judged(Verification::running, answer);
        if (answer.code == 422 || answer.code == 400) return judged(Verification::bad_number, answer);
    }
    return judged(common(answer), answer);
}

VerificationAnswer judge_vonage_check(const Answer& answer, bool repeated) {
    if (answer.failure == Failure::none) {
        if (answer.code == 200)
            return judged(confirms(answer) ? Verification::verified : Verification::misconfigured, answer);
        if (answer.code == 400 || answer.code == 422) return judged(Verification::wrong_code, answer);
        if (answer.code == 404)
            return judged(repeated ? Verification::undetermined : Verification::over, answer);
        if (answer.code == 409 || answer.code == 410) return judged(Verification::over, answer);
    }
    return judged(common(answer), answer);
}

VerificationAnswer judge_vonage_next(const Answer& answer) {
    if (answer.failure == Failure::none) {
        if (answer.ok()) return judged(Verification::started, answer);
        if (answer.code == 404 || answer.code == 410) return judged(Verification::over, answer);
        if (answer.code == 409) return judged(Verification::running, answer);
    }
    return judged(common(answer), answer);
}

std::string vonage_brand(std::string_view wanted) {
    std::string brand;
    for (const char c : base::shorten(wanted, 15))
        if (std::string_view("/{}:$").find(c) == std::string_view::npos) brand += c;
    return brand.empty() ? "Portal" : brand;
}

bool is_reference(std::string_view reference) {
    return !reference.empty() && reference.size() <= 64 && std::ranges::all_of(reference, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

bool is_code(std::string_view code) {
    return code.size() >= 4 && code.size() <= 10 &&
           std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

VonageVerifier::VonageVerifier(VonageSettings settings)
    : settings_(std::move(settings)), client_(settings_.ca_file) {}

Answer VonageVerifier::call(std::string method, std::string_view path, std::string body) {
    return client_.call({
        .method = std::move(method),
        .url = join_url(settings_.base_url, path),
        .headers = {{"content-type", "application/json"}, {"accept", "application/json"}},
        .body = std::move(body),
        .user = settings_.api_key,
        .password = &settings_.api_secret,
        .deadline = settings_.deadline,
    });
}

VerificationAnswer VonageVerifier::start(const base::PhoneNumber& number, CodeWay way,
                                         std::string_view language, std::string_view label) {
    using base::Json;
    const auto digits = number.digits();
    const bool by_text = way == CodeWay::text_then_call;
    Json::Array workflow;
    if (by_text) workflow.emplace_back(Json::Object{{"channel", "sms"}, {"to", digits}});
    workflow.emplace_back(Json::Object{{"channel", "voice"}, {"to", digits}});
    const Json body = Json::Object{
        {"locale", language},
        {"channel_timeout", by_text ? settings_.channel_timeout : settings_.call_timeout},
        {"code_length", settings_.code_length},
        {"brand", vonage_brand(settings_.brand)},
        {"client_ref", label.substr(0, 16)},
        {"workflow", std::move(workflow)},
    };
    const auto first = call("POST", "v2/verify", body.dump());
    if (!worth_repeating(first)) return judge_vonage_start(first);
    // If the first request did arrive, this one is answered 409 with its reference, which is then ours.
    auto second = judge_vonage_start(call("POST", "v2/verify", body.dump()));
    if (second.outcome == Verification::running && !second.reference.empty())
        second.outcome = Verification::started;
    return second;
}

VerificationAnswer VonageVerifier::check(std::string_view reference, std::string_view code) {
    if (!is_reference(reference)) return {Verification::over, "", ""};
    if (!is_code(code)) return {Verification::wrong_code, "", ""};
    const auto path = fmt::format("v2/verify/{}", reference);
    const auto body = base::Json(base::Json::Object{{"code", code}}).dump();
    const auto first = call("POST", path, body);
    if (!worth_repeating(first)) return judge_vonage_check(first, false);
    return judge_vonage_check(call("POST", path, body), true);
}

// Not repeated: a second one would skip the call that the first one began.
VerificationAnswer VonageVerifier::next(std::string_view reference) {
    if (!is_reference(reference)) return {Verification::over, "", ""};
    return judge_vonage_next(call("POST", fmt::format("v2/verify/{}/next_workflow", reference), "{}"));
}

VerificationAnswer VonageVerifier::cancel(std::string_view reference) {
    if (!is_reference(reference)) return {Verification::over, "", ""};
    const auto answer = call("DELETE", fmt::format("v2/verify/{}", reference), "");
    const bool told = answer.ok() || answer.code == 404 || answer.code == 409;
    return judged(answer.failure == Failure::none && told ? Verification::over : common(answer), answer);
}

}  // namespace providers
