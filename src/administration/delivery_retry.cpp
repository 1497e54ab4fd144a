// A mail is sent anew.
#include "administration/delivery_desk.h"
#include "administration/delivery_views.h"
#include "administration/handlers.h"

namespace administration {

http::Response delivery_retry(app::Context& context, const http::Request& request) {
    const auto id = delivery_id(request);
    const auto done = retry(context, id);
    if (!done) return app::answer(done.error());
    return to_delivery(id, "delivery-again");
}

}  // namespace administration
