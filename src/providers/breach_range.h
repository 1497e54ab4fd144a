// The need "is this password known from a breach": asks Have I Been Pwned for a range of five hex characters
// of the SHA-1; the password and its hash never leave. Fails open: no answer is "not known". Never logs any
// part of a hash.
#pragma once

#include <optional>
#include <string>

#include "base/secret.h"
#include "providers/curl_client.h"

namespace providers {

struct BreachSettings {
    std::string base_url = "https://api.pwnedpasswords.com";
    std::string ca_file;
    std::chrono::milliseconds deadline{2000};  // for both tries together
};

class BreachRange {
  public:
    explicit BreachRange(BreachSettings settings);
    // `sha1_hex`: 40 hex characters. How often the password was seen (0: never); nothing when nobody could
    // say.
    std::optional<std::uint64_t> seen(std::string_view sha1_hex);

  private:
    BreachSettings settings_;
    CurlClient client_;
};

// The count beside `suffix` (35 hex characters, any case) in a range's lines; 0 if it is not there or
// padding.
std::uint64_t count_in_range(std::string_view lines, std::string_view suffix);

}  // namespace providers
