// How tickets and messages are put into templates: the rows that several pages share.
#pragma once

#include <functional>

#include "http/page.h"
#include "http/request.h"
#include "tickets/ticket.h"

namespace tickets {

constexpr int kTicketsPerPage = 25;
constexpr int kMessagesPerPage = 50;

// One repetition of section TICKET in a list or dashboard.
void show_row(http::Page& page, const Ticket& ticket, bool for_desk);
// Subject, numbers, status and times of the one ticket that a page is about.
void show_head(http::Page& page, const Ticket& ticket, bool for_desk);
// Messages oldest first, and the link to older ones.
void show_messages(http::Page& page, const Slice<Message>& messages);
// The filters, FILTER_ALL or FILTERED; and the pager.
void show_filter(http::Page& page, const http::Request& request, const Counts& counts, bool for_desk);
void show_pager(http::Page& page, const http::Request& request, const Slice<Ticket>& slice);

TicketNumber ticket_number(const http::Request& request);  // none unless the path holds a number

}  // namespace tickets
