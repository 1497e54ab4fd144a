// GET /
#include "portal/home.h"

namespace portal {

http::Response home_show(app::Context& context, const http::Request&) {
    if (context.actor.signed_in()) return http::Response::redirect("/dashboard");
    return http::Response::page(http::Page("home.html", context.config.text("portal.name")));
}

}  // namespace portal
