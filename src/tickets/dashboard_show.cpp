// The dashboard: what waits for me, and for staff what waits at the desk.
#include "outbox/bounce.h"
#include "tickets/count_store.h"
#include "tickets/handlers.h"
#include "tickets/ticket_store.h"
#include "tickets/ticket_views.h"

#include "access/permission.h"

namespace tickets {

namespace {
constexpr int kLatest = 5;
}

http::Response dashboard_show(app::Context& context, const http::Request&) {
    const auto [slice, counts] =
        own_tickets(context, context.actor.account, std::nullopt, std::nullopt, kLatest);
    http::Page page("dashboard.html", "Dashboard");
    page.set("PERSON_NAME", context.actor.name);
    if (const auto bounce = outbox::find_bounce(context.database, context.actor.email))
        page.section("BOUNCED").set("CAUSE", outbox::to_words(*bounce));
    page.set("OPEN_COUNT", counts.open);
    page.set("WAITING_COUNT", counts.waiting);
    page.set("CLOSED_COUNT", counts.closed);
    for (const auto& ticket : slice.rows) show_row(page, ticket, false);
    page.show_if("EMPTY", slice.rows.empty());
    if (authority::Rights{context.actor.rights}.has(authority::Permission::ticket_desk)) {
        page.section("STAFF").set("DESK_OPEN_COUNT", desk_counts(context).open);
    }
    return http::Response::page(std::move(page));
}

}  // namespace tickets
