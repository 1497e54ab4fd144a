// Where tickets and messages are kept: every SQL statement of the feature. Functions for clients take the
// requester and put it into the WHERE clause; functions for the desk say so in their name.
#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "tickets/ticket.h"

namespace tickets {

// Lists are ordered by the last change, newest first, and paged by it.
TicketList own_tickets(app::Context& context, AccountId requester, std::optional<Status> status,
                       std::optional<Cursor> from, int limit);
TicketList desk_tickets(app::Context& context, std::optional<Status> status,
                        std::optional<AccountId> assignee, std::optional<Cursor> from, int limit);

std::optional<Ticket> own_ticket(app::Context& context, AccountId requester, TicketNumber number);
std::optional<Ticket> desk_ticket(app::Context& context, TicketNumber number);
// The same rows, locked until the transaction ends: what is decided on them stays true.
std::optional<Ticket> own_ticket_for_change(app::Context& context, AccountId requester, TicketNumber number);
std::optional<Ticket> desk_ticket_for_change(app::Context& context, TicketNumber number);

// Messages of a ticket, newest first from `from` on; notes only when `with_notes`.
Slice<Message> messages(app::Context& context, TicketId ticket, bool with_notes, std::optional<Cursor> from,
                        int limit);

struct NewTicket {
    AccountId requester;
    std::string_view category, priority, subject;
};
// The next number people see; others who want one wait until the transaction ends.
TicketNumber take_number(app::Context& context);
Ticket insert_ticket(app::Context& context, TicketNumber number, const NewTicket& ticket);
struct NewMessage {
    TicketId ticket;
    AccountId author;
    MessageKind kind = MessageKind::message;
    bool by_staff = false;
    std::string_view text;
};
MessageId insert_message(app::Context& context, const NewMessage& message);

// What the same person has written since `since`, word for word: the form they sent then came a second time.
std::optional<MessageId> same_message_since(app::Context& context, const NewMessage& message,
                                            base::Instant since);
std::optional<TicketNumber> same_ticket_since(app::Context& context, const NewTicket& ticket,
                                              std::string_view text, base::Instant since);
// Sets the status and the time of the last change, and moves the kept counts.
void set_status(app::Context& context, const Ticket& ticket, Status status);
void assign(app::Context& context, const Ticket& ticket, AccountId assignee);
std::optional<std::string> assignee_email(app::Context& context, TicketId ticket);

}  // namespace tickets
