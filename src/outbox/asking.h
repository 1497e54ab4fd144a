// What an administrator may ask the courier to do with a mail: send it anew, or drop it. Asking changes the
// row's state and nothing else (that is all the house pool may change); the courier does the rest at its next
// look.
#pragma once

#include <cstdint>

#include "database/connection.h"

namespace outbox {

// A mail that waits, was given up or withheld is sent anew, from the first provider on. False: there is no
// such mail, it was sent or is being sent, or its code is gone.
bool ask_again(database::Connection& db, std::uint64_t id, base::Instant now);
// A mail that has not been sent will not be. False: there is no such mail, or it was sent or is being sent.
bool ask_drop(database::Connection& db, std::uint64_t id);
// The same for a mail that was given up, and for no other.
bool ask_drop_given_up(database::Connection& db, std::uint64_t id);

}  // namespace outbox
