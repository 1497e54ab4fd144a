// How many codes may be sent: the brake on whoever has texts sent for money, or to annoy.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/rate_store.h"
#include "app/refusal.h"
#include "identity/phone.h"

namespace identity {

// One more code is counted, everywhere it counts.
class CountedSend {
  public:
    // Refuses: too_many.
    static std::expected<CountedSend, app::Refusal> begin(app::Context& context, base::AccountId account,
                                                          const base::PhoneNumber& number, PhoneUse use);
    // Nobody was called after all.
    void take_back(app::Context& context) const;

  private:
    std::vector<std::pair<app::RateLimit, std::string>> counted_;
};

}  // namespace identity
