// An address that bounced is mailed again.
#include "administration/delivery_desk.h"
#include "administration/handlers.h"

namespace administration {

http::Response bounce_clear(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kBounceFields, request.body());
    if (!form) return app::answer({app::Refusal::Kind::invalid, form.error(), 0});
    const auto cleared = clear_bounce(context, form->get("email"));
    if (!cleared) return app::answer(cleared.error());
    return http::Response::redirect("/administration/bounces?notice=bounce-cleared");
}

}  // namespace administration
