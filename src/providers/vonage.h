// Phone verification by Vonage Verify v2: a code by SMS, then by a voice call. HTTP Basic with API key and
// secret.
#pragma once

#include "providers/curl_client.h"
#include "providers/phone_verification.h"

namespace providers {

struct VonageSettings {
    std::string base_url = "https://api.nexmo.com";
    std::string api_key;
    base::Secret api_secret;
    std::string brand;  // kept to 16 characters, without / { } : $
    int code_length = 6;
    int channel_timeout = 60;  // seconds before the call
    int call_timeout = 180;    // seconds to type a code that only a call said
    std::string ca_file;
    std::chrono::milliseconds deadline{5000};
};

class VonageVerifier final : public PhoneVerifier {
  public:
    explicit VonageVerifier(VonageSettings settings);
    std::string_view name() const override { return "vonage"; }
    VerificationAnswer start(const base::PhoneNumber& number, CodeWay way, std::string_view language,
                             std::string_view label) override;
    VerificationAnswer check(std::string_view reference, std::string_view code) override;
    VerificationAnswer next(std::string_view reference) override;
    VerificationAnswer cancel(std::string_view reference) override;

  private:
    Answer call(std::string method, std::string_view path, std::string body);
    VonageSettings settings_;
    CurlClient client_;
};

VerificationAnswer judge_vonage_start(const Answer& answer);
// `repeated`: an earlier try of this check ended without an answer.
VerificationAnswer judge_vonage_check(const Answer& answer, bool repeated);
VerificationAnswer judge_vonage_next(const Answer& answer);
std::string vonage_brand(std::string_view wanted);
// A request id that may stand in a path.
bool is_reference(std::string_view reference);
bool is_code(std::string_view code);

}  // namespace providers
