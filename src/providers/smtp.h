// Mail to a relay by SMTP: STARTTLS (demanded, never tried) or TLS from the first byte, log-in only over TLS.
// The connection is kept for the next mail.
#pragma once

#include "providers/curl_client.h"
#include "providers/mail_transport.h"

namespace providers {

struct SmtpSettings {
    std::string host;
    int port = 587;
    bool implicit_tls = false;  // smtps
    bool plain_text = false;    // no TLS at all: the configuration allows it for loopback only
    std::string hello;          // the name in EHLO
    std::string user;
    base::Secret password;
    std::string ca_file;
    std::chrono::milliseconds deadline{30000};
};

class SmtpTransport final : public MailTransport {
  public:
    explicit SmtpTransport(SmtpSettings settings);
    std::string_view name() const override { return "smtp"; }
    Delivery send(const OutgoingMail& mail) override;
    Doubt doubt() const override { return {2, std::chrono::hours(24)}; }
    void transcribe(std::string* transcript) override { transcript_ = transcript; }

  private:
    SmtpSettings settings_;
    CurlClient client_;
    std::string* transcript_ = nullptr;
};

// What an ended SMTP transfer means.
Delivery judge_smtp(const Answer& answer);

}  // namespace providers
