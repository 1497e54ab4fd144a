// The mails that were given up when the page was made will not be sent; what was given up since stays in
// sight.
#include "administration/delivery_desk.h"
#include "administration/handlers.h"

namespace administration {

http::Response delivery_drop_given_up(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kGivenUpFields, request.body());
    if (!form) return app::answer({app::Refusal::Kind::invalid, form.error(), 0});
    const auto ids = ids_from(form->get("mails"));
    if (!ids) return http::Response::error(400);
    const int dropped = drop_given_up(context, *ids);
    return http::Response::redirect(fmt::format("/administration/deliveries?state=dead&notice={}",
                                                dropped > 0 ? "given-up-dropped" : "given-up-gone"));
}

}  // namespace administration
