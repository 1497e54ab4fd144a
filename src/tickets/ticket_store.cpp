// Every statement about tickets; messages and counts are in message_store.cpp and count_store.cpp. Each
// filter of a list is a constant of its own: so each has its index, and no text is put together at run time.
#include "tickets/ticket_store.h"

#include "tickets/count_store.h"

namespace tickets {

namespace {

// Far above every row: the first page.
Cursor start() {
    using namespace std::chrono;
    return {base::Instant(sys_days(year(9999) / 12 / 31)), 0};
}

// Columns 0 to 6 of every statement that reads tickets.
Ticket listed_ticket(const database::Row& row) {
    Ticket ticket;
    ticket.id = row.id<TicketId>(0);
    ticket.number = row.id<TicketNumber>(1);
    ticket.status = status_from(row.text(2)).value_or(Status::open);
    ticket.category = row.text(3);
    ticket.priority = row.text(4);
    ticket.subject = row.text(5);
    ticket.updated_at = row.instant(6);
    return ticket;
}

Ticket full_ticket(const database::Row& row) {
    auto ticket = listed_ticket(row);
    ticket.created_at = row.instant(7);
    ticket.requester = row.id<AccountId>(8);
    ticket.assignee = row.maybe_id<AccountId>(9);
    ticket.requester_name = row.text(10) + " " + row.text(11);
    ticket.requester_email = row.text(12);
    if (!row.is_null(13)) ticket.assignee_name = row.text(13) + " " + row.text(14);
    return ticket;
}

// One row more than asked for tells whether there are further rows.
Slice<Ticket> slice_of(const std::vector<database::Row>& rows, int limit,
                       Ticket (*read)(const database::Row&)) {
    Slice<Ticket> slice;
    for (const auto& row : rows) {
        if (static_cast<int>(slice.rows.size()) == limit) {
            slice.next = Cursor{slice.rows.back().updated_at, slice.rows.back().id.value()};
            break;
        }
        slice.rows.push_back(read(row));
    }
    return slice;
}

// The counts stand beside each row, in the columns from `at` on.
Counts counts_beside(const database::Row& row, size_t at) {
    if (row.is_null(at)) return {};
    return {row.integer(at), row.integer(at + 1), row.integer(at + 2)};
}

}  // namespace

// The counts are one row with a constant key: the server reads it once, before the list. A first page has
// statements of its own, without the place to go on from: the server spends as long on choosing a plan for
// that as on reading the rows.
constexpr database::Sql kNewestOwn =
    "SELECT t.id, t.number, t.status, t.category, t.priority, t.subject, t.updated_at, c.open_amount, "
    "c.waiting_amount, c.closed_amount FROM ticket t LEFT JOIN ticket_tally c ON c.requester_id = "
    "t.requester_id "
    "WHERE t.requester_id = ? "
    "ORDER BY t.updated_at DESC, t.id DESC LIMIT ?";
constexpr database::Sql kNewestOwnByStatus =
    "SELECT t.id, t.number, t.status, t.category, t.priority, t.subject, t.updated_at, c.open_amount, "
    "c.waiting_amount, c.closed_amount FROM ticket t LEFT JOIN ticket_tally c ON c.requester_id = "
    "t.requester_id "
    "WHERE t.requester_id = ? "
    "AND t.status = ? "
    "ORDER BY t.updated_at DESC, t.id DESC LIMIT ?";
constexpr database::Sql kOwn =
    "SELECT t.id, t.number, t.status, t.category, t.priority, t.subject, t.updated_at, c.open_amount, "
    "c.waiting_amount, c.closed_amount FROM ticket t LEFT JOIN ticket_tally c ON c.requester_id = "
    "t.requester_id "
    "WHERE t.requester_id = ? "
    "AND (t.updated_at < ? OR (t.updated_at = ? AND t.id < ?)) AND t.updated_at <= ? ORDER BY t.updated_at "
    "DESC, t.id "
    "DESC LIMIT ?";
constexpr database::Sql kOwnByStatus =
    "SELECT t.id, t.number, t.status, t.category, t.priority, t.subject, t.updated_at, c.open_amount, "
    "c.waiting_amount, c.closed_amount FROM ticket t LEFT JOIN ticket_tally c ON c.requester_id = "
    "t.requester_id "
    "WHERE t.requester_id = ? "
    "AND t.status = ? "
    "AND (t.updated_at < ? OR (t.updated_at = ? AND t.id < ?)) AND t.updated_at <= ? ORDER BY t.updated_at "
    "DESC, t.id "
    "DESC LIMIT ?";

TicketList own_tickets(app::Context& context, AccountId requester, std::optional<Status> status,
                       std::optional<Cursor> from, int limit) {
    auto& db = context.database;
    const auto rows = [&] {
        if (!from && !status) return db.query(kNewestOwn, requester, limit + 1);
        if (!from) return db.query(kNewestOwnByStatus, requester, to_text(*status), limit + 1);
        const auto at = from->updated_at;
        if (!status) return db.query(kOwn, requester, at, at, from->id, at, limit + 1);
        return db.query(kOwnByStatus, requester, to_text(*status), at, at, from->id, at, limit + 1);
    }();
    const auto counts = rows.empty() ? own_counts(context, requester) : counts_beside(rows.front(), 7);
    return {slice_of(rows, limit, listed_ticket), counts};
}

// STRAIGHT_JOIN: by itself MariaDB begins with all accounts and sorts all tickets. A status between itself
// and itself: an equality makes it read every newer ticket of that status before it comes to a later page.
constexpr database::Sql kDesk =
    "SELECT t.id, t.number, t.status, t.category, t.priority, t.subject, t.updated_at, t.created_at, "
    "t.requester_id, "
    "t.assignee_id, r.first_name, r.last_name, r.email, a.first_name, a.last_name, c.open_amount, "
    "c.waiting_amount, c.closed_amount FROM ticket t "
    "STRAIGHT_JOIN account r ON r.id = t.requester_id LEFT JOIN account a ON a.id = t.assignee_id "
    "LEFT JOIN ticket_tally c ON c.requester_id = 0 WHERE (t.updated_at < ? OR (t.updated_at = ? AND t.id < "
    "?)) AND t.updated_at <= ? "
    "ORDER BY t.updated_at DESC, t.id DESC LIMIT ?";
constexpr database::Sql kDeskByStatus =
    "SELECT t.id, t.number, t.status, t.category, t.priority, t.subject, t.updated_at, t.created_at, "
    "t.requester_id, "
    "t.assignee_id, r.first_name, r.last_name, r.email, a.first_name, a.last_name, c.open_amount, "
    "c.waiting_amount, c.closed_amount FROM ticket t "
    "STRAIGHT_JOIN account r ON r.id = t.requester_id LEFT JOIN account a ON a.id = t.assignee_id "
    "LEFT JOIN ticket_tally c ON c.requester_id = 0 WHERE t.status >= ? AND t.status <= ? AND (t.updated_at "
    "< ? OR (t.updated_at = ? AND t.id < ?)) "
    "AND t.updated_at <= ? ORDER BY t.status DESC, t.updated_at DESC, t.id DESC LIMIT ?";
constexpr database::Sql kDeskByAssignee =
    "SELECT t.id, t.number, t.status, t.category, t.priority, t.subject, t.updated_at, t.created_at, "
    "t.requester_id, "
    "t.assignee_id, r.first_name, r.last_name, r.email, a.first_name, a.last_name, c.open_amount, "
    "c.waiting_amount, c.closed_amount FROM ticket t "
    "STRAIGHT_JOIN account r ON r.id = t.requester_id LEFT JOIN account a ON a.id = t.assignee_id "
    "LEFT JOIN ticket_tally c ON c.requester_id = 0 WHERE t.assignee_id = ? AND t.status = ? AND "
    "(t.updated_at < ? OR (t.updated_at = ? AND t.id < ?)) "
    "AND t.updated_at <= ? ORDER BY t.updated_at DESC, t.id DESC LIMIT ?";

TicketList desk_tickets(app::Context& context, std::optional<Status> status,
                        std::optional<AccountId> assignee, std::optional<Cursor> from, int limit) {
    const auto at = from.value_or(start());
    auto& db = context.database;
    const auto rows = [&] {
        if (assignee)
            return db.query(kDeskByAssignee, *assignee, to_text(status.value_or(Status::open)), at.updated_at,
                            at.updated_at, at.id, at.updated_at, limit + 1);
        if (status)
            return db.query(kDeskByStatus, to_text(*status), to_text(*status), at.updated_at, at.updated_at,
                            at.id, at.updated_at, limit + 1);
        return db.query(kDesk, at.updated_at, at.updated_at, at.id, at.updated_at, limit + 1);
    }();
    const auto counts = rows.empty() ? desk_counts(context) : counts_beside(rows.front(), 15);
    return {slice_of(rows, limit, full_ticket), counts};
}

namespace {

std::optional<Ticket> only(const std::optional<database::Row>& row) {
    if (!row) return std::nullopt;
    return full_ticket(*row);
}

}  // namespace

constexpr database::Sql kOwnOne =
    "SELECT t.id, t.number, t.status, t.category, t.priority, t.subject, t.updated_at, t.created_at, "
    "t.requester_id, "
    "t.assignee_id, r.first_name, r.last_name, r.email, a.first_name, a.last_name FROM ticket t "
    "JOIN account r ON r.id = t.requester_id LEFT JOIN account a ON a.id = t.assignee_id "
    "WHERE t.number = ? AND t.requester_id = ?";
constexpr database::Sql kLockOwn = "SELECT id FROM ticket WHERE number = ? AND requester_id = ? FOR UPDATE";

std::optional<Ticket> own_ticket(app::Context& context, AccountId requester, TicketNumber number) {
    return only(context.database.query_one(kOwnOne, number, requester));
}

std::optional<Ticket> own_ticket_for_change(app::Context& context, AccountId requester, TicketNumber number) {
    context.database.query(kLockOwn, number, requester);
    return own_ticket(context, requester, number);
}

constexpr database::Sql kDeskOne =
    "SELECT t.id, t.number, t.status, t.category, t.priority, t.subject, t.updated_at, t.created_at, "
    "t.requester_id, "
    "t.assignee_id, r.first_name, r.last_name, r.email, a.first_name, a.last_name FROM ticket t "
    "JOIN account r ON r.id = t.requester_id LEFT JOIN account a ON a.id = t.assignee_id WHERE t.number = ?";
constexpr database::Sql kLockDesk = "SELECT id FROM ticket WHERE number = ? FOR UPDATE";

std::optional<Ticket> desk_ticket(app::Context& context, TicketNumber number) {
    return only(context.database.query_one(kDeskOne, number));
}

std::optional<Ticket> desk_ticket_for_change(app::Context& context, TicketNumber number) {
    context.database.query(kLockDesk, number);
    return desk_ticket(context, number);
}

constexpr database::Sql kTakeNumber =
    "UPDATE counter SET value = LAST_INSERT_ID(value + 1) WHERE name = 'ticket'";
constexpr database::Sql kInsert =
    "INSERT INTO ticket (number, requester_id, category, priority, status, subject, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, 'open', ?, ?, ?)";

TicketNumber take_number(app::Context& context) {
    return TicketNumber(context.database.insert(kTakeNumber));
}

Ticket insert_ticket(app::Context& context, TicketNumber number, const NewTicket& wanted) {
    Ticket ticket;
    ticket.number = number;
    ticket.created_at = ticket.updated_at = context.now();
    ticket.requester = wanted.requester;
    ticket.category = wanted.category;
    ticket.priority = wanted.priority;
    ticket.subject = wanted.subject;
    ticket.id = TicketId(context.database.insert(kInsert, ticket.number, wanted.requester, wanted.category,
                                                 wanted.priority, wanted.subject, ticket.created_at,
                                                 ticket.created_at));
    add_counts(context, wanted.requester, {.open = 1});
    return ticket;
}

constexpr database::Sql kSame =
    "SELECT t.number FROM ticket t JOIN message m ON m.ticket_id = t.id AND m.author_id = t.requester_id "
    "WHERE t.requester_id = ? AND t.updated_at >= ? AND t.created_at >= ? AND t.category = ? AND t.priority "
    "= ? "
    "AND t.subject = ? COLLATE utf8mb4_bin AND m.text = ? COLLATE utf8mb4_bin ORDER BY t.id LIMIT 1";

std::optional<TicketNumber> same_ticket_since(app::Context& context, const NewTicket& ticket,
                                              std::string_view text, base::Instant since) {
    const auto row = context.database.query_one(kSame, ticket.requester, since, since, ticket.category,
                                                ticket.priority, ticket.subject, text);
    if (!row) return std::nullopt;
    return row->id<TicketNumber>(0);
}

namespace {
std::int64_t& of(Counts& counts, Status status) {
    return status == Status::open ? counts.open : status == Status::waiting ? counts.waiting : counts.closed;
}
}  // namespace

constexpr database::Sql kSetStatus =
    "UPDATE ticket SET status = ?, updated_at = ?, closed_at = IF(? = 'closed', ?, NULL) WHERE id = ?";

void set_status(app::Context& context, const Ticket& ticket, Status status) {
    const auto now = context.now();
    context.database.execute(kSetStatus, to_text(status), now, to_text(status), now, ticket.id);
    if (status == ticket.status) return;
    Counts change;
    of(change, ticket.status) = -1;
    of(change, status) = 1;
    add_counts(context, ticket.requester, change);
}

constexpr database::Sql kAssign = "UPDATE ticket SET assignee_id = ? WHERE id = ?";

void assign(app::Context& context, const Ticket& ticket, AccountId assignee) {
    context.database.execute(kAssign, assignee, ticket.id);
}

constexpr database::Sql kAssigneeEmail =
    "SELECT a.email FROM ticket t JOIN account a ON a.id = t.assignee_id WHERE t.id = ? AND a.status = "
    "'active'";

std::optional<std::string> assignee_email(app::Context& context, TicketId ticket) {
    const auto row = context.database.query_one(kAssigneeEmail, ticket);
    if (!row) return std::nullopt;
    return row->text(0);
}

}  // namespace tickets
