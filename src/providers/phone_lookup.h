// The need "what kind of number is this": advice on a number that already is valid E.164. Only a number the
// provider itself calls invalid may be refused; every trouble with the provider means "not checked".
#pragma once

#include <memory>
#include <string>

#include "base/configuration.h"
#include "base/log.h"
#include "base/phone_number.h"

namespace providers {

struct PhoneLookup {
    enum class Verdict { valid, invalid, not_checked } verdict = Verdict::not_checked;
    std::string line_type = "", carrier = "", country = "";  // country: two letters
    bool misconfigured = false;                              // key, plan, quota: the sysadmin must act
    std::string answer = "";                                 // why not checked; no secret, no number
};

std::string_view to_text(PhoneLookup::Verdict verdict);

class PhoneDirectory {
  public:
    virtual ~PhoneDirectory() = default;
    virtual std::string_view name() const = 0;
    virtual PhoneLookup look_up(const base::PhoneNumber& number) = 0;
};

// "numverify" or "none"; throws base::ConfigError for an unknown name or incomplete settings.
std::unique_ptr<PhoneDirectory> make_phone_directory(std::string_view name, const base::Configuration& config,
                                                     base::Log& log);

}  // namespace providers
