// Every statement about messages. Notes are left out by the WHERE clause, not by whoever shows them.
#include "tickets/ticket_store.h"

namespace tickets {

namespace {

Message message_of(const database::Row& row) {
    return {row.id<MessageId>(0), row.text(1) == "note" ? MessageKind::note : MessageKind::message,
            row.flag(2),          row.text(3) + " " + row.text(4),
            row.text(5),          row.instant(6)};
}

}  // namespace

constexpr database::Sql kPublic =
    "SELECT m.id, m.kind, m.by_staff, a.first_name, a.last_name, m.text, m.created_at FROM message m "
    "JOIN account a ON a.id = m.author_id WHERE m.ticket_id = ? AND m.kind = 'message' "
    "AND (m.created_at < ? OR (m.created_at = ? AND m.id < ?)) ORDER BY m.created_at DESC, m.id DESC LIMIT ?";
constexpr database::Sql kAll =
    "SELECT m.id, m.kind, m.by_staff, a.first_name, a.last_name, m.text, m.created_at FROM message m "
    "JOIN account a ON a.id = m.author_id WHERE m.ticket_id = ? "
    "AND (m.created_at < ? OR (m.created_at = ? AND m.id < ?)) ORDER BY m.created_at DESC, m.id DESC LIMIT ?";

Slice<Message> messages(app::Context& context, TicketId ticket, bool with_notes, std::optional<Cursor> from,
                        int limit) {
    using namespace std::chrono;
    const auto at = from.value_or(Cursor{base::Instant(sys_days(year(9999) / 12 / 31)), 0});
    Slice<Message> slice;
    for (const auto& row : context.database.query(with_notes ? kAll : kPublic, ticket, at.updated_at,
                                                  at.updated_at, at.id, limit + 1)) {
        if (static_cast<int>(slice.rows.size()) == limit) {
            slice.next = Cursor{slice.rows.back().created_at, slice.rows.back().id.value()};
            break;
        }
        slice.rows.push_back(message_of(row));
    }
    return slice;
}

constexpr database::Sql kInsert =
    "INSERT INTO message (ticket_id, author_id, kind, by_staff, text, created_at) VALUES (?, ?, ?, ?, ?, ?)";

MessageId insert_message(app::Context& context, const NewMessage& message) {
    return MessageId(context.database.insert(kInsert, message.ticket, message.author,
                                             message.kind == MessageKind::note ? "note" : "message",
                                             message.by_staff, message.text, context.now()));
}

constexpr database::Sql kSame =
    "SELECT id FROM message WHERE ticket_id = ? AND created_at >= ? AND author_id = ? AND kind = ? "
    "AND text = ? COLLATE utf8mb4_bin ORDER BY created_at, id LIMIT 1";

std::optional<MessageId> same_message_since(app::Context& context, const NewMessage& message,
                                            base::Instant since) {
    const auto row =
        context.database.query_one(kSame, message.ticket, since, message.author,
                                   message.kind == MessageKind::note ? "note" : "message", message.text);
    if (!row) return std::nullopt;
    return row->id<MessageId>(0);
}

}  // namespace tickets
