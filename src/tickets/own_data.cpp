// Reads page by page what the pages read, so that what is in the way of a page is in the way here too.
#include "tickets/own_data.h"

#include <algorithm>

#include "tickets/ticket_store.h"

namespace tickets {

namespace {

constexpr int kAtOnce = 200;  // rows of one statement

std::string status_words(std::string_view name) {
    const auto status = status_from(name);
    return std::string(status ? to_words(*status) : name);
}

std::vector<Ticket> newest_tickets(app::Context& context, int most, bool& cut) {
    std::vector<Ticket> all;
    std::optional<Cursor> from;
    do {
        const int room = std::min(kAtOnce, most - static_cast<int>(all.size()));
        auto slice = own_tickets(context, context.actor.account, std::nullopt, from, room).slice;
        std::ranges::move(slice.rows, std::back_inserter(all));
        from = slice.next;
    } while (from && static_cast<int>(all.size()) < most);
    cut = from.has_value();
    return all;
}

// Adds the messages of one ticket, newest first. False when there is no room for all.
bool add_messages(app::Context& context, const Ticket& ticket, const app::DataAmount& amount,
                  std::size_t& bytes, app::DataList& list) {
    std::optional<Cursor> from;
    do {
        const int room = std::min(kAtOnce, amount.messages - static_cast<int>(list.rows.size()));
        if (room == 0) return false;
        auto slice = messages(context, ticket.id, false, from, room);
        for (auto& message : slice.rows) {
            bytes += message.text.size();
            if (bytes > amount.bytes) return false;
            list.rows.push_back({static_cast<std::int64_t>(ticket.number.value()), message.created_at,
                                 std::move(message.author), message.by_staff, std::move(message.text)});
        }
        from = slice.next;
    } while (from);
    return true;
}

}  // namespace

std::vector<app::DataList> own_data(app::Context& context, const app::DataAmount& amount) {
    app::DataList list{"tickets",
                       "Your tickets",
                       {{"number", "Number"},
                        {"subject", "Subject"},
                        {"status", "Status", status_words},
                        {"category", "Category", to_words},
                        {"priority", "Priority", to_words},
                        {"last_change", "Last change"}}};
    app::DataList words{"messages",
                        "Messages in them",
                        {{"ticket", "Ticket"},
                         {"at", "When"},
                         {"author", "From"},
                         {"by_staff", "By our staff"},
                         {"text", "Message"}}};
    const auto all = newest_tickets(context, amount.rows, list.cut);
    bool room = true;
    std::size_t bytes = 0;
    for (const auto& ticket : all) {
        list.rows.push_back({static_cast<std::int64_t>(ticket.number.value()), ticket.subject,
                             std::string(to_text(ticket.status)), ticket.category, ticket.priority,
                             ticket.updated_at});
        room = room && add_messages(context, ticket, amount, bytes, words);
    }
    words.cut = list.cut || !room;
    return {std::move(list), std::move(words)};
}

}  // namespace tickets
