// Challenges in Redis. Each is a hash under its id, with the newest of a browser, purpose and target found by
// a second key; both die by Redis's own time. Guarantees: tries are counted and a use is claimed in one step
// at the server; a challenge from before a restart of Redis is never found again, so its tries cannot begin
// anew. Says "no" where Redis is away: the caller goes on with the database, or asks for a new code.
#pragma once

#include "identity/challenge_store.h"

namespace identity {

// Ids of challenges in Redis are random, with a bit that no id of the database reaches.
bool lies_in_redis(std::uint64_t id);
// False: Redis is away.
bool insert_in_redis(app::Context& context, const NewChallenge& challenge);
// Also used ones and those without tries left; `count_in_redis` refuses them.
std::optional<StoredChallenge> newest_in_redis(app::Context& context, std::string_view purpose,
                                               const std::string& browser, const std::string& target);
bool count_in_redis(app::Context& context, std::uint64_t id, int most);
// True for the first request that asks and for the same again (a transaction that runs anew), or when Redis
// went away since the try was counted: the database's unique row decides in any case.
bool claim_in_redis(app::Context& context, std::uint64_t id);

}  // namespace identity
