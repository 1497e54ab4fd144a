// Mail by Brevo's HTTP API (POST /smtp/email). A key of ours goes with each mail, so that a repeated try
// within half an hour is sent once.
#pragma once

#include "providers/curl_client.h"
#include "providers/mail_transport.h"

namespace providers {

struct BrevoSettings {
    std::string base_url = "https://api.brevo.com/v3";
    base::Secret api_key;
    std::string ca_file;
    bool sandbox = false;  // Brevo checks and drops
    std::chrono::milliseconds deadline{15000};
};

class BrevoTransport final : public MailTransport {
  public:
    explicit BrevoTransport(BrevoSettings settings);
    std::string_view name() const override { return "brevo"; }
    Delivery send(const OutgoingMail& mail) override;
    // Keys live 30 minutes there.
    Doubt doubt() const override { return {1000, std::chrono::minutes(25)}; }
    void transcribe(std::string* transcript) override { transcript_ = transcript; }

  private:
    BrevoSettings settings_;
    CurlClient client_;
    std::string* transcript_ = nullptr;
};

Delivery judge_brevo(const Answer& answer);

}  // namespace providers
