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
    // buy: a block, and lay the rest aside; pay: this act alone (somebody else is buying), or Redis is away.
    enum class State { passed, spent, buy, pay } state;
    base::Instant ends{};  // of the window, when spent
};

// How many acts are counted at once.
int block_size(std::int64_t most);
// Only one at a time is told to buy: many requests at once must not use the limit up with blocks.
Taken take_paid(Context& context, const std::string& bucket, int block);
// Lays `acts` aside until `ends`; -1 says that the limit is spent, which counts when nothing is laid aside.
void put_paid(Context& context, const std::string& bucket, std::int64_t acts, base::Instant ends);

}  // namespace app
