// The providers of phone numbers that a worker keeps from request to request, so that their connections are
// used again. Each is made at its first use: never before fork, and not where nobody asks.
#pragma once

#include <memory>

#include "app/context.h"
#include "providers/phone_lookup.h"
#include "providers/phone_verification.h"

namespace app {

class PhoneProviders {
  public:
    PhoneProviders(const base::Configuration& config, base::Log& log) : config_(config), log_(log) {}
    providers::PhoneVerifier& verifier();
    providers::PhoneDirectory& directory();

  private:
    const base::Configuration& config_;
    base::Log& log_;
    std::unique_ptr<providers::PhoneVerifier> verifier_;
    std::unique_ptr<providers::PhoneDirectory> directory_;
};

// Those of this process; a base::Bug where there are none.
PhoneProviders& phones_of(Context& context);

}  // namespace app
