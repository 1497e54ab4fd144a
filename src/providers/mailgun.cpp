#include "providers/mailgun.h"

#include <charconv>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "providers/http_rules.h"
#include "providers/mime.h"

namespace providers {

namespace {

constexpr std::chrono::hours kUnpaid{4};

using Fields = std::vector<std::pair<std::string, std::string>>;

// multipart/form-data (RFC 7578). Field names are ours; no value can hold the boundary by accident: it is
// made of the mail's random key, and a value that does is refused.
std::string form_data(const Fields& fields, const std::string& boundary) {
    std::string body;
    for (const auto& [name, value] : fields) {
        if (value.find(boundary) != std::string::npos) throw base::Error("a field holds the boundary");
        body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", boundary,
                            name, value);
    }
    return body + fmt::format("--{}--\r\n", boundary);
}

Fields fields_of(const OutgoingMail& mail) {
    // A name is encoded as in a mail; the API takes the header as it is, so the folds go.
    auto from = encode_mailbox(mail.from_name, mail.from_address);
    for (size_t at = 0; (at = from.find("\r\n", at)) != std::string::npos;) from.erase(at, 2);
    Fields fields{{"from", std::move(from)},
                  {"to", mail.to_address},
                  {"subject", mail.subject},
                  {"text", mail.text},
                  {"html", mail.html},
                  {"o:tracking", "no"},
                  {"o:tracking-clicks", "no"},
                  {"o:tracking-opens", "no"},
                  {"h:Message-Id", mail.message_id},
                  {"v:outbox-id", mail.idempotency_key}};
    for (const auto& [name, value] : mail.headers) fields.emplace_back("h:" + name, value);
    if (!mail.reply_to.empty()) fields.emplace_back("h:Reply-To", mail.reply_to);
    return fields;
}

}  // namespace

std::string_view mailgun_base_url(std::string_view region) {
    return region == "eu" ? "https://api.eu.mailgun.net" : "https://api.mailgun.net";
}

Delivery judge_mailgun(const Answer& answer, base::Instant now) {
    auto delivery = judge_http(answer);
    if (answer.failure != Failure::none) return delivery;
    const auto json = base::Json::parse(answer.body);
    if (answer.code == 200) {
        const bool is_json = base::trim(answer.body).starts_with('{');
        // A wrong path answers 200 too ("Mailgun Magnificent API"); damaged JSON may have been "Queued".
        if (!is_json) return {Outcome::misconfigured, "", describe(answer), {}};
        if (!json || !json->text_at("message").starts_with("Queued"))
            return {Outcome::unknown, "", describe(answer), {}};
        delivery.provider_id = json->text_at("id");
        return delivery;
    }
    if (answer.ok()) return {Outcome::misconfigured, "", describe(answer), {}};
    if (answer.code == 402) delivery.retry_after = kUnpaid;
    if (answer.code == 429) {
        const auto instant = std::chrono::duration<double>(now.time_since_epoch()).count();
        double reset = 0;
        const auto text = answer.header("x-ratelimit-reset");
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), reset);
        if (error == std::errc() && end != text.data())
            ask_for_pause(delivery, 429, seconds_in(fmt::format("{}", reset - instant), 1, 3600));
    }
    return delivery;
}

MailgunTransport::MailgunTransport(MailgunSettings settings)
    : settings_(std::move(settings)), client_(settings_.ca_file) {
    const auto& domain = settings_.domain;
    if (domain.empty() ||
        domain.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") != std::string::npos)
        throw base::ConfigError("mailgun.domain: give the sending domain in lower case, nothing else");
}

Delivery MailgunTransport::send(const OutgoingMail& mail) {
    if (auto fault = fault_in(mail); !fault.empty())
        return {Outcome::permanent, "", trim_answer("refused here: " + fault), {}};
    const auto boundary = "gatehouse-" + base::to_hex(mail.idempotency_key).substr(0, 50);
    const HttpCall call{
        .method = "POST",
        .url = join_url(settings_.base_url, fmt::format("v3/{}/messages", settings_.domain)),
        .headers = {{"content-type", "multipart/form-data; boundary=" + boundary},
                    {"accept", "application/json"}},
        .body = form_data(fields_of(mail), boundary),
        .user = "api",
        .password = &settings_.api_key,
        .deadline = settings_.deadline,
    };
    auto answer = client_.call(call);
    hide(answer.body, settings_.api_key);
    note_call(transcript_, call, answer);
    return judge_mailgun(answer, base::SystemClock().now());
}

}  // namespace providers
