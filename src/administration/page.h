// The pages of administration: each has the same row of rooms on top, with those the asker may enter.
#pragma once

#include "app/context.h"
#include "http/page.h"

namespace administration {

enum class Room { deliveries, bounces, providers };

http::Page room_page(const app::Context& context, Room room, const char* content, std::string title);
// The path of the first room that the asker may enter.
std::string_view first_room(const app::Context& context);

}  // namespace administration
