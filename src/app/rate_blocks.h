// Acts of a coarse limit that were counted in the database in advance, a block at a time, and lie in Redis to
// be taken one by one; also the word that a limit is spent, so that a flood is refused without the database.
// The database's count is never below the acts that passed, whatever Redis loses, restores or forgets: away
// and back as often as one likes, nobody passes more than the limit. The price: a loss takes the rest of a
// block from the client, at most a quarter of the limit.
#pragma once

#include <string>

#include "app/context.h"

namespace app {

struct Taken {
    enum class State { passed, spent, none, away } state;
    base::Instant ends{};  // of the window, when spent
};

// How many acts are counted at once.
int block_size(std::int64_t most);
Taken take_paid(Context& context, const std::string& bucket);
// Lays `acts` aside until `ends`; -1 says that the limit is spent.
void put_paid(Context& context, const std::string& bucket, std::int64_t acts, base::Instant ends);

}  // namespace app
