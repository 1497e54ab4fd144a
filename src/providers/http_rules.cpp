#include "providers/http_rules.h"

#include <charconv>
#include <cmath>

#include "base/json.h"
#include "base/text.h"

namespace providers {

Delivery judge_http(const Answer& answer) {
    Delivery delivery{Outcome::temporary, "", describe(answer), {}};
    switch (answer.failure) {
        case Failure::none: break;
        case Failure::bad_input: delivery.outcome = Outcome::permanent; return delivery;
        case Failure::insecure:
        case Failure::log_in:
        case Failure::greeting: delivery.outcome = Outcome::misconfigured; return delivery;
        case Failure::too_large:
        case Failure::refused:
        case Failure::unreachable:
        case Failure::timeout:
        case Failure::broken:
            if (answer.handed_over) delivery.outcome = Outcome::unknown;
            return delivery;
    }
    const auto code = answer.code;
    if (code >= 200 && code < 300)
        delivery.outcome = Outcome::accepted;
    else if (code == 401 || code == 402 || code == 403 || code == 404 || (code >= 300 && code < 400) ||
             code < 200)
        delivery.outcome = Outcome::misconfigured;
    else if (code == 504)
        delivery.outcome = Outcome::unknown;  // who was asked behind the gateway may have taken it
    else if (code == 408 || code == 425 || code == 429 || code >= 500)
        ask_for_pause(delivery, code, seconds_in(answer.header("retry-after"), 1, 3600));
    else
        delivery.outcome = Outcome::permanent;
    return delivery;
}

void ask_for_pause(Delivery& delivery, long code, std::optional<std::chrono::seconds> wait) {
    if (!wait) return;
    delivery.retry_after = wait;
    if (code == 429 || code == 503) delivery.pause = wait;
}

std::string describe(const Answer& answer) {
    if (answer.failure != Failure::none) return std::string(to_text(answer.failure));
    const auto text = base::trim(answer.body);
    if (text.starts_with('<')) return fmt::format("{} (a page of HTML)", answer.code);
    if (const auto json = base::Json::parse(text)) {
        std::string words;
        for (const auto* name : {"code", "title", "type", "error_text", "message", "detail"}) {
            const auto value = json->text_at(name);
            if (!value.empty()) words += fmt::format(" {}", value);
        }
        return trim_answer(fmt::format("{}{}", answer.code, words));
    }
    return trim_answer(fmt::format("{} {}", answer.code, text.substr(0, 400)));
}

void hide(std::string& text, const base::Secret& secret) {
    const auto shown = secret.reveal();
    if (shown.empty()) return;
    for (size_t at = 0; (at = text.find(shown, at)) != std::string::npos;)
        text.replace(at, shown.size(), "(key)");
}

std::optional<std::chrono::seconds> seconds_in(std::string_view header, int least, int most) {
    double value = 0;
    const auto text = base::trim(header);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    const auto bounded = std::clamp(std::ceil(value), static_cast<double>(least), static_cast<double>(most));
    return std::chrono::seconds(static_cast<std::int64_t>(bounded));
}

void note_call(std::string* transcript, const HttpCall& call, const Answer& answer) {
    if (!transcript) return;
    const auto end = std::min(call.url.find('?'), call.url.size());
    *transcript += fmt::format("> {} {} ({} bytes)\n< {}\n", call.method, call.url.substr(0, end),
                               call.body.size(), describe(answer));
}

}  // namespace providers
