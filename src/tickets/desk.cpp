// The rules of tickets.
#include "tickets/desk.h"

#include "app/rate_store.h"
#include "audit/event.h"
#include "base/text.h"
#include "database/transaction.h"
#include "outbox/outbox.h"
#include "tickets/ticket_store.h"

namespace tickets {

namespace {

constexpr size_t kQuoted = 2000;  // code points of a message that a mail repeats

std::optional<app::Refusal> too_often(app::Context& context, std::string_view what,
                                      std::string_view setting) {
    const app::RateLimit limit{what, static_cast<int>(context.config.integer(setting)),
                               std::chrono::hours(1)};
    const auto state = app::count(context, limit, std::to_string(context.actor.account.value()));
    if (state.allowed) return std::nullopt;
    return app::Refusal::too_many(state.retry_after,
                                  "You sent a lot in a short time. Wait a little, then try again.");
}

void record(app::Context& context, app::Name action, const Ticket& ticket) {
    audit::record(context, {.action = action,
                            .object_kind = "ticket",
                            .object_id = ticket.id.value(),
                            .account = ticket.requester,
                            .details = fmt::format("#{}", ticket.number.value())});
}

outbox::Mail mail_about(app::Context& context, std::string_view kind, const Ticket& ticket,
                        const std::string& to, AccountId account, std::string_view page) {
    outbox::Mail mail{.kind = kind, .recipient = to, .values = {}, .account = account};
    mail.thread = fmt::format("ticket-{}", ticket.number.value());
    mail.values["TICKET_NUMBER"] = std::to_string(ticket.number.value());
    mail.values["SUBJECT"] = ticket.subject;
    mail.values["AUTHOR"] = context.actor.name;
    mail.values["STATUS_TEXT"] = to_words(ticket.status);
    mail.values["LINK"] = context.config.url(fmt::format("{}/{}", page, ticket.number.value()));
    return mail;
}

// Who closed their account has no address any more.
void mail_requester(app::Context& context, std::string_view kind, const Ticket& ticket,
                    std::string_view text) {
    if (ticket.requester_email.empty()) return;
    auto mail = mail_about(context, kind, ticket, ticket.requester_email, ticket.requester, "/tickets");
    mail.values["TEXT"] = base::shorten(text, kQuoted);
    outbox::put(context, mail);
}

// The assignee hears of a reply; an unassigned ticket shows in the desk's list.
void mail_assignee(app::Context& context, const Ticket& ticket, std::string_view text) {
    if (!ticket.assignee || *ticket.assignee == context.actor.account) return;
    const auto address = assignee_email(context, ticket.id);
    if (!address) return;
    auto mail = mail_about(context, "ticket_replied", ticket, *address, *ticket.assignee, "/desk/tickets");
    mail.values["TEXT"] = base::shorten(text, kQuoted);
    outbox::put(context, mail);
}

}  // namespace

std::expected<TicketNumber, app::Refusal> open_ticket(app::Context& context, const OpenForm& form) {
    if (auto refusal = too_often(context, "ticket.open", "tickets.opened_per_hour"))
        return std::unexpected(*refusal);
    const NewTicket wanted{context.actor.account, form.category, form.priority, form.subject};
    return database::transact(context.database, [&] {
        // Taking the number makes the same form, sent twice at once, wait here for its first.
        const auto number = take_number(context);
        if (form.page_time)
            if (const auto before = same_ticket_since(context, wanted, form.text, *form.page_time))
                return *before;
        auto ticket = insert_ticket(context, number, wanted);
        ticket.requester_email = context.actor.email;
        insert_message(context, {.ticket = ticket.id, .author = context.actor.account, .text = form.text});
        record(context, "ticket.open", ticket);
        mail_requester(context, "ticket_opened", ticket, form.text);
        return ticket.number;
    });
}

std::expected<MessageId, app::Refusal> reply(app::Context& context, TicketNumber number,
                                             std::string_view text, std::optional<base::Instant> page_time) {
    if (auto refusal = too_often(context, "ticket.reply", "tickets.messages_per_hour"))
        return std::unexpected(*refusal);
    return database::transact(context.database, [&]() -> std::expected<MessageId, app::Refusal> {
        const auto ticket = own_ticket_for_change(context, context.actor.account, number);
        if (!ticket) return std::unexpected(app::Refusal::not_found());
        const NewMessage message{.ticket = ticket->id, .author = context.actor.account, .text = text};
        if (page_time)
            if (const auto before = same_message_since(context, message, *page_time)) return *before;
        if (ticket->status == Status::closed) {
            return std::unexpected(
                app::Refusal::conflict("This ticket is closed. Open a new one if you need more help."));
        }
        const auto id = insert_message(context, message);
        set_status(context, *ticket, Status::open);
        record(context, "ticket.reply", *ticket);
        mail_assignee(context, *ticket, text);
        return id;
    });
}

std::expected<void, app::Refusal> close(app::Context& context, TicketNumber number) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        const auto ticket = own_ticket_for_change(context, context.actor.account, number);
        if (!ticket) return std::unexpected(app::Refusal::not_found());
        if (ticket->status == Status::closed)
            return std::unexpected(app::Refusal::conflict("This ticket is closed already."));
        set_status(context, *ticket, Status::closed);
        record(context, "ticket.close", *ticket);
        return {};
    });
}

std::expected<MessageId, app::Refusal> answer(app::Context& context, TicketNumber number, MessageKind kind,
                                              std::string_view text, std::optional<base::Instant> page_time) {
    return database::transact(context.database, [&]() -> std::expected<MessageId, app::Refusal> {
        const auto ticket = desk_ticket_for_change(context, number);
        if (!ticket) return std::unexpected(app::Refusal::not_found());
        const bool is_note = kind == MessageKind::note;
        const NewMessage message{.ticket = ticket->id,
                                 .author = context.actor.account,
                                 .kind = kind,
                                 .by_staff = true,
                                 .text = text};
        if (page_time)
            if (const auto before = same_message_since(context, message, *page_time)) return *before;
        if (!is_note && ticket->status == Status::closed) {
            return std::unexpected(
                app::Refusal::conflict("This ticket is closed. Open it again before you answer."));
        }
        const auto id = insert_message(context, message);
        record(context, is_note ? app::Name("ticket.note") : app::Name("ticket.answer"), *ticket);
        if (is_note) return id;
        set_status(context, *ticket, Status::waiting);
        mail_requester(context, "ticket_replied", *ticket, text);
        return id;
    });
}

std::expected<void, app::Refusal> change_status(app::Context& context, TicketNumber number, Status status) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        auto ticket = desk_ticket_for_change(context, number);
        if (!ticket) return std::unexpected(app::Refusal::not_found());
        if (ticket->status == status) return {};
        set_status(context, *ticket, status);
        record(context, "ticket.status", *ticket);
        ticket->status = status;
        mail_requester(context, "ticket_status", *ticket, "");
        return {};
    });
}

std::expected<void, app::Refusal> assign_to_me(app::Context& context, TicketNumber number) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        const auto ticket = desk_ticket_for_change(context, number);
        if (!ticket) return std::unexpected(app::Refusal::not_found());
        assign(context, *ticket, context.actor.account);
        record(context, "ticket.assign", *ticket);
        return {};
    });
}

}  // namespace tickets
