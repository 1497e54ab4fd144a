// What a provider's answer means for the mail: sent, the next provider, later, or given up. Pure. A mail goes
// to another provider only while it is certain that nobody took it.
#pragma once

#include <span>
#include <string>

#include "courier/outbox_store.h"
#include "providers/mail_transport.h"

namespace courier {

struct Circumstances {
    base::Instant now;
    std::span<const std::string> order;  // providers, first choice first
    providers::Doubt doubt;              // of the provider that tried
    double off = 0;                      // -1 … 1, for the schedule
    std::chrono::seconds give_up_after = std::chrono::hours(24);
};

Note judge(const Taken& mail, const providers::Delivery& delivery, const Circumstances& around);
// Before a try: a mail that may have been sent already and is past the time its provider can tell, must not
// be sent again. Empty: go on.
std::optional<Note> forbid(const Taken& mail, const Circumstances& around);

}  // namespace courier
