// Mail by Mailgun's HTTP API (POST /v3/DOMAIN/messages). It knows no idempotency key: after a doubtful try
// one more is made, under the same Message-Id.
#pragma once

#include "base/clock.h"
#include "providers/curl_client.h"
#include "providers/mail_transport.h"

namespace providers {

struct MailgunSettings {
    std::string base_url;  // by region, or given
    std::string domain;
    base::Secret api_key;
    std::string ca_file;
    std::chrono::milliseconds deadline{15000};
};

class MailgunTransport final : public MailTransport {
  public:
    explicit MailgunTransport(MailgunSettings settings);  // throws base::ConfigError for a strange domain
    std::string_view name() const override { return "mailgun"; }
    Delivery send(const OutgoingMail& mail) override;
    Doubt doubt() const override { return {1, std::chrono::hours(24)}; }
    void transcribe(std::string* transcript) override { transcript_ = transcript; }

  private:
    MailgunSettings settings_;
    CurlClient client_;
    std::string* transcript_ = nullptr;
};

// `now` is for X-RateLimit-Reset, which is an instant.
Delivery judge_mailgun(const Answer& answer, base::Instant now);
std::string_view mailgun_base_url(std::string_view region);  // "us", "eu"

}  // namespace providers
