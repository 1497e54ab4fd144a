#include "providers/smtp.h"

#include "base/text.h"
#include "providers/mime.h"

namespace providers {

namespace {

// Not the relay's own trouble (421, log-in, its system or network: RFC 3463 X.3 and X.4), but this
// recipient's or this message's.
bool is_about_mail(const Answer& answer) {
    const std::string_view reply = answer.body;
    return answer.code != 421 && answer.code != 454 && reply.find(" 4.3.") == reply.npos &&
           reply.find(" 4.4.") == reply.npos;
}

// Greylisting relays want some minutes before the second try.
constexpr std::chrono::minutes kGreylisted{5};

std::string url_of(const SmtpSettings& settings) {
    return fmt::format("{}://{}:{}/{}", settings.implicit_tls ? "smtps" : "smtp", settings.host,
                       settings.port, base::percent_encode(settings.hello));
}

}  // namespace

Delivery judge_smtp(const Answer& answer) {
    Delivery delivery;
    delivery.answer = trim_answer(answer.failure == Failure::none || answer.failure == Failure::refused
                                      ? answer.body
                                      : fmt::format("{}; last reply: {}", to_text(answer.failure),
                                                    answer.body.empty() ? "none" : answer.body));
    switch (answer.failure) {
        case Failure::none: delivery.outcome = Outcome::accepted; break;
        case Failure::bad_input: delivery.outcome = Outcome::permanent; break;
        case Failure::insecure:
        case Failure::log_in:
        case Failure::greeting: delivery.outcome = Outcome::misconfigured; break;
        case Failure::refused:
            delivery.outcome = answer.code >= 500 ? Outcome::permanent : Outcome::temporary;
            delivery.about_mail = answer.code < 500 && is_about_mail(answer);
            if (answer.code == 450 || answer.code == 451) delivery.retry_after = kGreylisted;
            break;
        case Failure::unreachable:
        case Failure::timeout:
        case Failure::broken:
        case Failure::too_large:
            delivery.outcome = answer.handed_over ? Outcome::unknown : Outcome::temporary;
            break;
    }
    return delivery;
}

SmtpTransport::SmtpTransport(SmtpSettings settings)
    : settings_(std::move(settings)), client_(settings_.ca_file) {}

Delivery SmtpTransport::send(const OutgoingMail& mail) {
    const auto message = compose(mail, base::SystemClock().now());
    if (!message) return {Outcome::permanent, "", trim_answer("refused here: " + message.error()), {}};
    const auto automatic = mail.headers.find("Auto-Submitted");
    const bool reply = automatic != mail.headers.end() && automatic->second == "auto-replied";
    return judge_smtp(client_.submit({
        .url = url_of(settings_),
        .from = reply ? "" : mail.from_address,  // RFC 3834: an automatic answer has the null sender
        .to = mail.to_address,
        .message = *message,
        .user = settings_.user,
        .password = settings_.user.empty() ? nullptr : &settings_.password,
        .plain_text_allowed = settings_.plain_text,
        .deadline = settings_.deadline,
        .transcript = transcript_,
    }));
}

}  // namespace providers
