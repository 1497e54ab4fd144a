// Where challenges are kept: in the database, or in Redis (challenge_redis.h) as long as that answers. Of
// both the newest counts. What was used stands in the database whichever holds the challenge; what Redis
// loses or brings back can never be used twice.
#pragma once

#include <optional>
#include <string>

#include "identity/challenge.h"

namespace identity {

struct StoredChallenge {
    std::uint64_t id;
    std::string code_hash;
    int tries;
    base::Instant created_at, expires_at;
};
struct NewChallenge {
    std::string_view purpose;
    std::string browser, target;  // 32 bytes each
    std::optional<base::AccountId> account;
    std::string code_hash;
    base::Instant expires_at;
};
void insert_challenge(app::Context& context, const NewChallenge& challenge);
std::optional<StoredChallenge> newest_challenge(app::Context& context, std::string_view purpose,
                                                const std::string& browser, const std::string& target);
// Counts one try; false when all are spent or the challenge was used.
bool count_try(app::Context& context, std::uint64_t id, int most);
bool use_challenge(app::Context& context, std::uint64_t id);

}  // namespace identity
