// Changing one's own password (gate pool: it hashes).
#include "identity/authentication.h"
#include "identity/devices.h"
#include "identity/handlers.h"

namespace identity {

namespace {

http::Page form_page(app::Context& context) {
    http::Page page("password_change.html", "Change password");
    page.section("PASSWORD_RULE")
        .set("LEAST", least_length(context, strength_for(context, context.actor.account)));
    return page;
}

http::Response show(app::Context& context, const http::Request& request, const http::Complaints& complaints) {
    if (request.wants_json())
        return http::Response::problem(422, "The password was not changed.", complaints);
    auto page = form_page(context);
    page.complain(complaints);
    return http::Response::page(std::move(page), 422);
}

}  // namespace

http::Response password_change_show(app::Context& context, const http::Request&) {
    return http::Response::page(form_page(context));
}

http::Response password_change(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kPasswordFields, request.body());
    if (!form) return show(context, request, form.error());
    const auto session = change_password(context, base::Secret(std::string(form->get("current_password"))),
                                         base::Secret(std::string(form->get("new_password"))));
    if (!session) return show(context, request, session.error().complaints);
    auto response = http::Response::redirect("/profile?notice=password-changed");
    set_session_cookie(context, response, session->token, false);
    set_device_cookie(context, response);
    return response;
}

}  // namespace identity
