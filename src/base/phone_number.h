// A phone number that exists in the numbering plans, as E.164. libphonenumber behind it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

// What a number is for, by the numbering plans. Special: free, shared-cost and premium-rate numbers, pagers,
// voice mail, numbers that follow a person or company around. Nobody's own phone, and often costly.
enum class NumberKind { mobile, landline, special };

class PhoneNumber {
  public:
    // `region` (ISO 3166 two letters) is assumed for a number without country code; nothing unless valid.
    static std::optional<PhoneNumber> parse(std::string_view text, std::string_view region = "ZZ");
    const std::string& e164() const { return e164_; }  // "+442070313000"
    std::string digits() const { return e164_.substr(1); }
    std::string masked() const;  // "+44 •••••• 00": country code and the last two digits
    std::string region() const;  // "GB", "ZZ" if unknown
    NumberKind kind() const;     // mobile where the plan does not tell

  private:
    explicit PhoneNumber(std::string e164) : e164_(std::move(e164)) {}
    std::string e164_;
};

}  // namespace base
