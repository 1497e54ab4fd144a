#include "providers/vonage_v1.h"

#include "base/json.h"
#include "base/text.h"
#include "providers/http_rules.h"

namespace providers {

namespace {

struct Read {
    int status = -1;  // -1: no answer in their format
    std::string reference;
};

Read read(const Answer& answer) {
    if (answer.failure != Failure::none || answer.code != 200) return {};
    const auto json = base::Json::parse(answer.body);
    if (!json) return {};
    const auto status = json->text_at("status");
    if (status.empty() || status.size() > 3 || status.find_first_not_of("0123456789") != status.npos)
        return {};
    std::string reference(json->text_at("request_id"));
    return {std::stoi(std::string(status)), is_reference(reference) ? reference : ""};
}

VerificationAnswer judged(Verification outcome, const Answer& answer, const Read& read) {
    auto words = answer.failure != Failure::none ? std::string(to_text(answer.failure))
                 : read.status < 0               ? fmt::format("{}", answer.code)
                                                 : fmt::format("status {}", read.status);
    return {outcome, read.reference, std::move(words)};
}

Verification common(const Answer& answer, const Read& read) {
    switch (read.status) {
        case 1: return Verification::later;
        case 5: return Verification::unavailable;
        case 2:
        case 4:
        case 8:
        case 9:
        case 20:
        case 29: return Verification::misconfigured;
        default: break;
    }
    if (answer.failure == Failure::insecure) return Verification::misconfigured;
    if (answer.failure != Failure::none || answer.code >= 500) return Verification::unavailable;
    if (answer.code == 429) return Verification::later;
    return Verification::misconfigured;
}

bool worth_repeating(const Answer& answer) {
    const auto outcome = common(answer, read(answer));
    return outcome == Verification::unavailable;
}

}  // namespace

VerificationAnswer judge_vonage_v1_start(const Answer& answer) {
    const auto told = read(answer);
    switch (told.status) {
        case 0:
            return judged(told.reference.empty() ? Verification::unavailable : Verification::started, answer,
                          told);
        case 3:
        case 6: return judged(Verification::bad_number, answer, told);
        case 7:
        case 15: return judged(Verification::unreachable_number, answer, told);
        case 10: return judged(Verification::running, answer, told);
        default: return judged(common(answer, told), answer, told);
    }
}

VerificationAnswer judge_vonage_v1_check(const Answer& answer, bool repeated) {
    const auto told = read(answer);
    switch (told.status) {
        case 0: return judged(Verification::verified, answer, told);
        case 3:
        case 16: return judged(Verification::wrong_code, answer, told);
        case 6: return judged(repeated ? Verification::undetermined : Verification::over, answer, told);
        case 17: return judged(Verification::over, answer, told);
        default: return judged(common(answer, told), answer, told);
    }
}

VerificationAnswer judge_vonage_v1_next(const Answer& answer) {
    const auto told = read(answer);
    switch (told.status) {
        case 0: return judged(Verification::started, answer, told);
        case 6: return judged(Verification::over, answer, told);
        case 19: return judged(Verification::running, answer, told);  // too early, or no event is left
        default: return judged(common(answer, told), answer, told);
    }
}

VonageV1Verifier::VonageV1Verifier(VonageSettings settings)
    : settings_(std::move(settings)), client_(settings_.ca_file) {}

Answer VonageV1Verifier::call(std::string_view path, const Fields& fields) {
    auto body = fmt::format("api_key={}&api_secret={}", base::percent_encode(settings_.api_key),
                            base::percent_encode(settings_.api_secret.reveal()));
    for (const auto& [name, value] : fields) body += fmt::format("&{}={}", name, base::percent_encode(value));
    return client_.call({
        .method = "POST",
        .url = join_url(settings_.base_url, path),
        .headers = {{"content-type", "application/x-www-form-urlencoded"}, {"accept", "application/json"}},
        .body = std::move(body),
        .user = {},
        .deadline = settings_.deadline,
    });
}

VerificationAnswer VonageV1Verifier::start(const base::PhoneNumber& number, CodeWay way,
                                           std::string_view language, std::string_view) {
    Fields fields{{"number", number.digits()},
                  {"brand", vonage_brand(settings_.brand)},
                  {"code_length", settings_.code_length == 4 ? "4" : "6"},
                  {"workflow_id", way == CodeWay::call ? "7" : "5"},
                  {"pin_expiry", "300"},
                  {"lg", std::string(language)}};
    // 300 is a multiple of 60, so the call says the same code as the SMS.
    if (way == CodeWay::text_then_call) fields.emplace_back("next_event_wait", "60");
    const auto first = call("verify/json", fields);
    if (!worth_repeating(first)) return judge_vonage_v1_start(first);
    auto second = judge_vonage_v1_start(call("verify/json", fields));
    if (second.outcome == Verification::running && !second.reference.empty())
        second.outcome = Verification::started;
    return second;
}

VerificationAnswer VonageV1Verifier::check(std::string_view reference, std::string_view code) {
    if (!is_reference(reference)) return {Verification::over, "", ""};
    if (!is_code(code)) return {Verification::wrong_code, "", ""};
    const Fields fields{{"request_id", std::string(reference)}, {"code", std::string(code)}};
    const auto first = call("verify/check/json", fields);
    if (!worth_repeating(first)) return judge_vonage_v1_check(first, false);
    return judge_vonage_v1_check(call("verify/check/json", fields), true);
}

VerificationAnswer VonageV1Verifier::next(std::string_view reference) {
    if (!is_reference(reference)) return {Verification::over, "", ""};
    return judge_vonage_v1_next(
        call("verify/control/json", {{"request_id", std::string(reference)}, {"cmd", "trigger_next_event"}}));
}

VerificationAnswer VonageV1Verifier::cancel(std::string_view reference) {
    if (!is_reference(reference)) return {Verification::over, "", ""};
    const auto answer =
        call("verify/control/json", {{"request_id", std::string(reference)}, {"cmd", "cancel"}});
    const auto told = read(answer);
    const bool over = told.status == 0 || told.status == 6 || told.status == 19;
    return judged(over ? Verification::over : common(answer, told), answer, told);
}

}  // namespace providers
