// What a ticket is: a numbered conversation between a requester and the desk.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"

namespace tickets {

using base::AccountId;
using TicketId = base::Id<struct TicketTag>;
using MessageId = base::Id<struct MessageTag>;
using TicketNumber = base::Id<struct TicketNumberTag>;  // what people see

enum class Status { open, waiting, closed };  // waiting: staff answered, the client's turn
enum class MessageKind { message, note };     // public, or internal to staff

inline constexpr std::string_view kStatuses[] = {"open", "waiting", "closed"};
inline constexpr std::string_view kCategories[] = {"general", "billing", "technical", "account"};
inline constexpr std::string_view kPriorities[] = {"low", "normal", "high", "urgent"};
inline constexpr std::string_view kKinds[] = {"message", "note"};

std::string_view to_text(Status status);   // "open": in tables, forms, JSON
std::string_view to_words(Status status);  // "Open", "Waiting for you", "Closed": for the client
std::string_view to_desk_words(Status status);
std::optional<Status> status_from(std::string_view text);
std::string to_words(std::string_view category_or_priority);  // "Billing"

struct Ticket {
    TicketId id;
    TicketNumber number;
    Status status = Status::open;
    std::string category, priority, subject;
    base::Instant created_at, updated_at;
    AccountId requester;
    std::optional<AccountId> assignee;
    std::string requester_name, requester_email;  // for the desk; empty in a client's lists
    std::string assignee_name;                    // "" if nobody
};

struct Message {
    MessageId id;
    MessageKind kind = MessageKind::message;
    bool by_staff = false;
    std::string author, text;
    base::Instant created_at;
};

// A place in a list that is ordered by the last change: rows older than this. As text "<microseconds>-<id>".
struct Cursor {
    base::Instant updated_at;
    std::uint64_t id = 0;

    std::string text() const;
    static std::optional<Cursor> parse(std::string_view text);
};

template <class Row>
struct Slice {
    std::vector<Row> rows;
    std::optional<Cursor> next;  // where the following rows begin, if there are any
};

struct Counts {
    std::int64_t open = 0, waiting = 0, closed = 0;
};

struct TicketList {
    Slice<Ticket> slice;
    Counts counts;  // of all tickets the list is taken from, whatever its filter
};

}  // namespace tickets
