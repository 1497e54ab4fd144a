// Removing an authenticator app.
#include "identity/devices.h"
#include "identity/enrolment.h"
#include "identity/handlers.h"

namespace identity {

http::Response app_remove(app::Context& context, const http::Request& request) {
    const auto removed = remove_app(context, request.number_parameter("id"));
    if (!removed) return app::answer(removed.error());
    auto response = http::Response::redirect("/security?notice=factor-removed");
    set_device_cookie(context, response);
    return response;
}

}  // namespace identity
