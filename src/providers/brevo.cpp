#include "providers/brevo.h"

#include <charconv>

#include "base/json.h"
#include "base/text.h"
#include "providers/http_rules.h"

namespace providers {

namespace {

constexpr size_t kLongestName = 70;
constexpr std::chrono::hours kUnpaid{4};

std::string body_of(const OutgoingMail& mail, bool sandbox) {
    using base::Json;
    Json::Object headers{{"idempotencyKey", mail.idempotency_key}, {"Message-ID", mail.message_id}};
    for (const auto& [name, value] : mail.headers) headers.emplace(name, value);
    if (sandbox) headers.emplace("X-Sib-Sandbox", "drop");
    Json::Object sender{{"email", mail.from_address}};
    if (!mail.from_name.empty()) sender.emplace("name", base::shorten(mail.from_name, kLongestName - 1));
    Json::Object body{
        {"sender", std::move(sender)}, {"to", Json::Array{Json::Object{{"email", mail.to_address}}}},
        {"subject", mail.subject},     {"textContent", mail.text},
        {"htmlContent", mail.html},    {"headers", std::move(headers)}};
    if (!mail.reply_to.empty()) body.emplace("replyTo", Json::Object{{"email", mail.reply_to}});
    return Json(std::move(body)).dump();
}

// "messageId", or the first of "messageIds"; a 2xx without either is accepted all the same.
std::string id_in(const base::Json& json) {
    if (const auto id = json.text_at("messageId"); !id.empty()) return std::string(id);
    const auto* ids = json.find("messageIds");
    const auto* list = ids ? ids->array() : nullptr;
    return list && !list->empty() && list->front().text() ? *list->front().text() : "";
}

}  // namespace

Delivery judge_brevo(const Answer& answer) {
    auto delivery = judge_http(answer);
    if (answer.failure != Failure::none) return delivery;
    const auto json = base::Json::parse(answer.body);
    const std::string code(json ? json->text_at("code") : "");
    if (answer.ok()) {
        // A page does not come from the API, whatever its status; a 2xx with a damaged body does.
        if (base::trim(answer.body).starts_with('<'))
            return {Outcome::misconfigured, "", describe(answer), {}};
        delivery.provider_id = json ? id_in(*json) : "";
        // An error under a 2xx: it may have been sent; the idempotency key makes asking again safe.
        if (delivery.provider_id.empty() && !code.empty()) delivery.outcome = Outcome::unknown;
        return delivery;
    }
    if (answer.code == 400 && code.starts_with("duplicate_"))
        return {Outcome::accepted, "", "accepted at an earlier try", {}};
    if (answer.code == 402 || code == "not_enough_credits") {
        delivery.outcome = Outcome::misconfigured;
        delivery.retry_after = kUnpaid;
    }
    if (answer.code == 429)
        ask_for_pause(delivery, 429, seconds_in(answer.header("x-sib-ratelimit-reset"), 1, 120));
    return delivery;
}

BrevoTransport::BrevoTransport(BrevoSettings settings)
    : settings_(std::move(settings)), client_(settings_.ca_file) {}

Delivery BrevoTransport::send(const OutgoingMail& mail) {
    if (auto fault = fault_in(mail); !fault.empty())
        return {Outcome::permanent, "", trim_answer("refused here: " + fault), {}};
    const HttpCall call{
        .method = "POST",
        .url = join_url(settings_.base_url, "smtp/email"),
        .headers = {{"api-key", std::string(settings_.api_key.reveal())},
                    {"content-type", "application/json"},
                    {"accept", "application/json"}},
        .body = body_of(mail, settings_.sandbox),
        .user = {},
        .deadline = settings_.deadline,
    };
    auto answer = client_.call(call);
    hide(answer.body, settings_.api_key);
    note_call(transcript_, call, answer);
    return judge_brevo(answer);
}

}  // namespace providers
