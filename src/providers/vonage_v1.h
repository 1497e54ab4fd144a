// Phone verification by Vonage Verify v1, which the vendor calls deprecated: SMS, then a call (workflow 5).
// Credentials go in the form body; every answer has HTTP status 200 and its meaning in the text "status".
#pragma once

#include "providers/vonage.h"

namespace providers {

class VonageV1Verifier final : public PhoneVerifier {
  public:
    explicit VonageV1Verifier(VonageSettings settings);
    std::string_view name() const override { return "vonage_v1"; }
    VerificationAnswer start(const base::PhoneNumber& number, CodeWay way, std::string_view language,
                             std::string_view label) override;
    VerificationAnswer check(std::string_view reference, std::string_view code) override;
    VerificationAnswer next(std::string_view reference) override;
    VerificationAnswer cancel(std::string_view reference) override;

  private:
    using Fields = std::vector<std::pair<std::string_view, std::string>>;
    Answer call(std::string_view path, const Fields& fields);
    VonageSettings settings_;
    CurlClient client_;
};

VerificationAnswer judge_vonage_v1_start(const Answer& answer);
VerificationAnswer judge_vonage_v1_check(const Answer& answer, bool repeated);
VerificationAnswer judge_vonage_v1_next(const Answer& answer);

}  // namespace providers
