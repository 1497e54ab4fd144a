// Addresses that are not mailed any more, because mail to them bounced for good or was reported as spam. Kept
// by canonical address, not by account: whoever changes the address is reachable again, and an administrator
// can take one off. The courier adds them and withholds mail to them; nobody else decides that.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "database/connection.h"

namespace outbox {

struct Bounce {
    std::string address;  // canonical
    std::string cause;    // "hard_bounce" or "complained"
    std::string answer;   // the mail server's words, trimmed
    base::Instant since;
    std::uint64_t mail;  // the outbox row that bounced; it may be gone
};
std::string_view to_words(const Bounce& bounce);  // "mail to this address came back"

// `address` in any spelling.
std::optional<Bounce> find_bounce(database::Connection& db, std::string_view address);
// By address, after `from`; at most `most`.
std::vector<Bounce> bounces(database::Connection& db, std::string_view from, int most);
// The address is mailed again. False: it was not on the list. `address` is canonical.
bool clear_bounce(database::Connection& db, std::string_view address);

}  // namespace outbox
