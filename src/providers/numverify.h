// Phone look-up by NumVerify. The classic hosts take the key in the query; the free plan has no HTTPS, and
// plain HTTP would show key and number to everybody on the way: the configuration must allow it by name.
#pragma once

#include "providers/curl_client.h"
#include "providers/phone_lookup.h"

namespace providers {

struct NumverifySettings {
    std::string base_url = "https://apilayer.net/api";
    base::Secret access_key;
    std::string ca_file;
    std::chrono::milliseconds deadline{2000};
};

class NumverifyDirectory final : public PhoneDirectory {
  public:
    explicit NumverifyDirectory(NumverifySettings settings);
    std::string_view name() const override { return "numverify"; }
    PhoneLookup look_up(const base::PhoneNumber& number) override;

  private:
    NumverifySettings settings_;
    CurlClient client_;
};

PhoneLookup judge_numverify(const Answer& answer);
bool numverify_may_repeat(const Answer& answer);

}  // namespace providers
