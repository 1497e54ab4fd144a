// The calls that `mail test` and `sms test` make, counted as all others are (app/provider_store.h): they may
// cost money. No breaker is asked, because a test is how one finds out that a provider works again, and none
// is moved: `providers reset` does that. A test needs no database; without one it says that nothing was
// counted.
#pragma once

#include <optional>
#include <string_view>

#include "commands/system.h"

namespace commands {

class TestCalls {
  public:
    explicit TestCalls(const Arguments& arguments);
    // At once, so that a test broken off half-way is counted too.
    void count(std::string_view provider, std::string_view kind, std::string_view outcome);

  private:
    void give_up(const base::Error& error);
    std::optional<System> system_;
};

}  // namespace commands
