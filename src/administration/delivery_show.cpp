// One delivery: what was tried, what came back, and what can be done about it.
#include "access/permission.h"
#include "administration/delivery_store.h"
#include "administration/delivery_views.h"
#include "administration/handlers.h"
#include "administration/page.h"
#include "app/words.h"
#include "outbox/bounce.h"

namespace administration {

namespace {

void show_times(http::Page& page, const Delivery& delivery) {
    if (delivery.sent_at) page.section("SENT").set_time("AT", "AT_ISO", *delivery.sent_at);
    if (delivery.expires_at) page.section("EXPIRES").set_time("AT", "AT_ISO", *delivery.expires_at);
    if (delivery.state == "waiting") page.section("NEXT_TRY").set_time("AT", "AT_ISO", delivery.next_try_at);
    if (delivery.state == "again") page.show("ASKED_AGAIN");
}

void show_actions(const app::Context& context, http::Page& page, const Delivery& delivery) {
    if (!authority::Rights{context.actor.rights}.has(authority::Permission::delivery_manage)) return;
    const bool retry = can_retry(delivery, context.now()), drop = can_drop(delivery);
    if (!retry && !drop) return;
    auto actions = page.section("ACTIONS");
    actions.set("ID", delivery.id.value());
    actions.show_if("CAN_DROP", drop);
    if (!retry) {
        actions.show_if("CODE_GONE", delivery.sealed);
        return;
    }
    auto again = actions.section("CAN_RETRY");
    again.set("ID", delivery.id.value());
    again.show(delivery.perhaps_twice ? "TWICE" : "ONCE");
}

}  // namespace

http::Response delivery_show(app::Context& context, const http::Request& request) {
    const auto delivery = find_delivery(context, delivery_id(request));
    if (!delivery) return http::Response::error(404);
    auto page = room_page(context, Room::deliveries, "delivery_show.html",
                          fmt::format("Delivery {}", delivery->id.value()));
    show_delivery(page, *delivery);
    page.set("TAG", delivery->tag);
    page.set("PROVIDER_ID", delivery->provider_id);
    page.show_if("HAS_PROVIDER_ID", !delivery->provider_id.empty());
    page.set("ANSWER", delivery->last_answer);
    page.show_if("HAS_ANSWER", !delivery->last_answer.empty());
    page.show_if("PERHAPS_TWICE", delivery->perhaps_twice);
    page.show_if("HOLDS_CODE", delivery->sealed);
    show_times(page, *delivery);
    if (const auto bounce = outbox::find_bounce(context.database, delivery->recipient)) {
        auto block = page.section("BOUNCED");
        block.set("CAUSE", to_words(*bounce));
        block.set_time("SINCE", "SINCE_ISO", bounce->since);
    }
    const auto events = events_of(context, delivery->id);
    for (const auto& event : events) {
        auto block = page.section("EVENT");
        block.set("WORDS", app::to_words(event.kind));
        block.set("ANSWER", event.answer);
        block.set_time("AT", "AT_ISO", event.at);
    }
    page.show_if("HAS_EVENTS", !events.empty());
    show_actions(context, page, *delivery);
    return http::Response::page(std::move(page));
}

}  // namespace administration
