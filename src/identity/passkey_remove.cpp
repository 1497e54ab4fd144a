// Removing a passkey.
#include "identity/devices.h"
#include "identity/handlers.h"
#include "identity/passkeys.h"

namespace identity {

http::Response passkey_remove(app::Context& context, const http::Request& request) {
    const auto removed = remove_passkey(context, request.number_parameter("id"));
    if (!removed) return app::answer(removed.error());
    auto response = http::Response::redirect("/security?notice=passkey-removed");
    set_device_cookie(context, response);
    return response;
}

}  // namespace identity
