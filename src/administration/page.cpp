#include "administration/page.h"

#include "access/permission.h"

namespace administration {

namespace {

struct Door {
    Room room;
    const char* section;    // in administration_rooms.html
    std::string_view path;  // as the route table has it
    authority::Permission permission;
};

// In the order in which they are shown.
constexpr Door kDoors[] = {
    {Room::deliveries, "DELIVERIES", "/administration/deliveries", authority::Permission::delivery_view},
    {Room::bounces, "BOUNCES", "/administration/bounces", authority::Permission::delivery_view},
    {Room::providers, "PROVIDERS", "/administration/providers", authority::Permission::delivery_view},
};

}  // namespace

http::Page room_page(const app::Context& context, Room room, const char* content, std::string title) {
    http::Page page(content, std::move(title));
    auto rooms = page.include("ROOMS", "administration_rooms.html");
    const authority::Rights rights{context.actor.rights};
    for (const auto& door : kDoors)
        if (rights.has(door.permission)) rooms.section(door.section).show_if("CURRENT", room == door.room);
    return page;
}

std::string_view first_room(const app::Context& context) {
    const authority::Rights rights{context.actor.rights};
    const auto open =
        std::ranges::find_if(kDoors, [&](const Door& door) { return rights.has(door.permission); });
    if (open == std::end(kDoors)) throw base::Bug("administration: let in, and no room is open");
    return open->path;
}

}  // namespace administration
