// Removing the phone number: consent is taken back, nothing is sent any more.
#include "identity/devices.h"
#include "identity/handlers.h"
#include "identity/phone_enrolment.h"

namespace identity {

http::Response phone_remove(app::Context& context, const http::Request& request) {
    const auto removed = remove_phone(context, request.number_parameter("id"));
    if (!removed) return app::answer(removed.error());
    auto response = http::Response::redirect("/security?notice=phone-removed");
    set_device_cookie(context, response);
    return response;
}

}  // namespace identity
