// A test mail to an address, through the outbox like every other; its page shows what becomes of it.
#include "administration/delivery_desk.h"
#include "administration/delivery_views.h"
#include "administration/handlers.h"
#include "administration/page.h"

namespace administration {

namespace {

http::Response show(const app::Context& context, const http::Request& request,
                    const http::Complaints& complaints) {
    if (request.wants_json()) return http::Response::problem(422, "No test mail was sent.", complaints);
    auto page = room_page(context, Room::deliveries, "delivery_test.html", "Send a test mail");
    page.refill(kTestFields, request.body());
    page.complain(complaints);
    return http::Response::page(std::move(page), 422);
}

}  // namespace

http::Response delivery_test_show(app::Context& context, const http::Request&) {
    auto page = room_page(context, Room::deliveries, "delivery_test.html", "Send a test mail");
    page.set("EMAIL", context.actor.email);
    return http::Response::page(std::move(page));
}

http::Response delivery_test(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kTestFields, request.body());
    if (!form) return show(context, request, form.error());
    const auto sent = send_test(context, form->get("email"));
    if (!sent) return app::answer(sent.error());
    return to_delivery(*sent, "test-queued");
}

}  // namespace administration
