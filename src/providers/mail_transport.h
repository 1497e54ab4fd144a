// The need "send a mail": one interface, one file a provider (smtp, brevo, mailgun, folder). Guarantees: an
// answer within the deadline, classified; no secret, code or body in any text that comes back.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/configuration.h"
#include "base/log.h"

namespace providers {

struct OutgoingMail {
    std::string message_id;       // "<…@domain>", ours
    std::string idempotency_key;  // UUID, the same at every try
    std::string from_address, from_name;
    std::string to_address;  // one recipient
    std::string reply_to = "";
    std::string subject, text, html;
    std::map<std::string, std::string> headers;  // Auto-Submitted, References …; ASCII values
};

enum class Outcome {
    accepted,       // the provider has it
    temporary,      // try again later (after `retry_after` if given)
    permanent,      // this message can never be sent
    misconfigured,  // key, sender, quota: nothing will be sent until the sysadmin acts; try the next provider
    unknown,        // the connection broke after the message was handed over: it may have been sent
};
std::string_view to_text(Outcome outcome);

struct Delivery {
    Outcome outcome = Outcome::temporary;
    std::string provider_id;  // the provider's message id
    std::string answer;       // last answer, trimmed to 500 bytes, no secrets
    std::optional<std::chrono::seconds> retry_after;
    // The provider asked for a pause of all mails (429 or 503 with a time), not of this one.
    std::optional<std::chrono::seconds> pause = std::nullopt;
    bool about_mail = false;  // temporary for this mail or its recipient; the provider works
};

// What may be done after an unknown outcome: so many more tries, and within this time of the first one.
struct Doubt {
    int repeats;
    std::chrono::seconds within;
};

class MailTransport {
  public:
    virtual ~MailTransport() = default;
    virtual std::string_view name() const = 0;            // "smtp"
    virtual Delivery send(const OutgoingMail& mail) = 0;  // never throws for what the provider does
    virtual Doubt doubt() const = 0;
    // The next sends write their dialogue here, credentials and message text left out; nullptr ends it.
    virtual void transcribe(std::string* transcript) { (void)transcript; }
};

// By name, from the configuration; throws base::ConfigError for an unknown name or incomplete settings.
std::unique_ptr<MailTransport> make_mail_transport(std::string_view name, const base::Configuration& config,
                                                   base::Log& log);

}  // namespace providers
