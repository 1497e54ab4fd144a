#include "administration/page.h"

#include "access/permission.h"

namespace administration {

http::Page room_page(const app::Context& context, Room room, const char* content, std::string title) {
    http::Page page(content, std::move(title));
    auto rooms = page.include("ROOMS", "administration_rooms.html");
    const authority::Rights rights{context.actor.rights};
    if (rights.has(authority::Permission::delivery_view)) {
        rooms.section("DELIVERIES").show_if("CURRENT", room == Room::deliveries);
        rooms.section("BOUNCES").show_if("CURRENT", room == Room::bounces);
        rooms.section("PROVIDERS").show_if("CURRENT", room == Room::providers);
    }
    return page;
}

}  // namespace administration
