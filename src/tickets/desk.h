// What may happen to a ticket: one function a use case, each one transaction with its mail and its audit row.
// Clients act on their own tickets only (the store's WHERE clause); staff on all.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "app/context.h"
#include "app/refusal.h"
#include "tickets/ticket.h"

namespace tickets {

// Where a form tells when its page was made (`page_time`, see page_time.h), the same form sent twice is done
// once: after an answer that got lost a person may send it again, and gets the answer of the first time.
struct OpenForm {
    std::string_view subject, text, category, priority;
    std::optional<base::Instant> page_time = std::nullopt;
};
// Opens a ticket for the asker and confirms it by mail. Refuses: too_many (tickets.opened_per_hour).
std::expected<TicketNumber, app::Refusal> open_ticket(app::Context& context, const OpenForm& form);

// The requester replies: the ticket is open again for the desk. Refuses: not_found, conflict (closed),
// too_many.
std::expected<MessageId, app::Refusal> reply(app::Context& context, TicketNumber number,
                                             std::string_view text,
                                             std::optional<base::Instant> page_time = std::nullopt);
// The requester closes. Refuses: not_found, conflict (closed already).
std::expected<void, app::Refusal> close(app::Context& context, TicketNumber number);

// Staff answers (the client's turn: waiting, and a mail to the requester) or keeps a note (nobody is told).
// Refuses: not_found, conflict (a message to a closed ticket).
std::expected<MessageId, app::Refusal> answer(app::Context& context, TicketNumber number, MessageKind kind,
                                              std::string_view text,
                                              std::optional<base::Instant> page_time = std::nullopt);
// Staff sets the status; the requester gets a mail when it changed. Refuses: not_found.
std::expected<void, app::Refusal> change_status(app::Context& context, TicketNumber number, Status status);
// Staff takes the ticket. Refuses: not_found.
std::expected<void, app::Refusal> assign_to_me(app::Context& context, TicketNumber number);

}  // namespace tickets
