// The addresses that are not mailed any more, by address.
#include "access/permission.h"
#include "administration/handlers.h"
#include "administration/page.h"
#include "http/pager.h"
#include "outbox/bounce.h"

namespace administration {

namespace {
constexpr int kPerPage = 25;
}

http::Response bounce_list(app::Context& context, const http::Request& request) {
    const auto from = request.query().get("from");
    auto list = outbox::bounces(context.database, from, kPerPage + 1);
    auto page = room_page(context, Room::bounces, "bounce_list.html", "Bounced addresses");
    page.show_if("EMPTY", list.empty() && from.empty());
    const bool more = list.size() > kPerPage;
    if (more) list.pop_back();
    http::show_pager(page, request, more ? list.back().address : "");
    const bool manage = authority::Rights{context.actor.rights}.has(authority::Permission::delivery_manage);
    for (const auto& bounce : list) {
        auto row = page.section("BOUNCE");
        row.set("ADDRESS", bounce.address);
        row.set("CAUSE_TEXT", bounce.cause == "complained" ? "Reported as spam" : "Bounced");
        row.set("ANSWER", bounce.answer);
        row.show_if("HAS_ANSWER", !bounce.answer.empty());
        row.set("MAIL", bounce.mail);
        row.set_time("SINCE", "SINCE_ISO", bounce.since);
        if (manage) row.section("CAN_CLEAR").set("ADDRESS", bounce.address);
    }
    return http::Response::page(std::move(page));
}

}  // namespace administration
