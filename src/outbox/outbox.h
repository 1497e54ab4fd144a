// Putting a mail into the outbox: a row written in the transaction of the change that causes it. The courier
// renders templates/mail/<template>.txt and .html with `values` and delivers. A payload with a code is sealed
// (ring outbox, purpose outbox) and dropped at `expires`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "base/email_address.h"

namespace outbox {

struct Mail {
    std::string_view kind;                      // template and metrics name: "sign_up_code", "ticket_replied"
    std::string recipient;                      // base::EmailAddress::text()
    std::map<std::string, std::string> values;  // template values, upper-case keys
    std::optional<base::AccountId> account = std::nullopt;
    // Threading of ticket mail: "ticket-<number>"; becomes References/In-Reply-To.
    std::string thread = "";
    // Set for mail that holds a code: sealed, and never sent after this.
    std::optional<base::Instant> expires = std::nullopt;
    // A phantom: written like the others so that time and rows look alike, never sent.
    bool is_void = false;
};

// Must be called inside a transaction. Throws base::Bug otherwise, DatabaseError. Gives the row's id.
std::uint64_t put(app::Context& context, const Mail& mail);

}  // namespace outbox
