// A mail that has not been sent will not be.
#include "administration/delivery_desk.h"
#include "administration/delivery_views.h"
#include "administration/handlers.h"

namespace administration {

http::Response delivery_drop(app::Context& context, const http::Request& request) {
    const auto id = delivery_id(request);
    const auto done = drop(context, id);
    if (!done) return app::answer(done.error());
    return to_delivery(id, "delivery-dropped");
}

}  // namespace administration
