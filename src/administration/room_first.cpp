// The address of administration as a whole leads to its first room.
#include "administration/handlers.h"
#include "administration/page.h"

namespace administration {

http::Response room_first(app::Context& context, const http::Request&) {
    return http::Response::redirect(std::string(first_room(context)));
}

}  // namespace administration
