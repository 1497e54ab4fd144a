// Changing one's own password (gate pool: it hashes).
#include "identity/authentication.h"
#include "identity/devices.h"
#include "identity/handlers.h"

namespace identity {

namespace {

http::Response show(const http::Request& request, const http::Complaints& complaints) {
    if (request.wants_json())
        return http::Response::problem(422, "The password was not changed.", complaints);
    http::Page page("password_change.html", "Change your password");
    page.complain(complaints);
    return http::Response::page(std::move(page), 422);
}

}  // namespace

http::Response password_change_show(app::Context&, const http::Request&) {
    return http::Response::page(http::Page("password_change.html", "Change your password"));
}

http::Response password_change(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kPasswordFields, request.body());
    if (!form) return show(request, form.error());
    const auto session = change_password(context, base::Secret(std::string(form->get("current_password"))),
                                         base::Secret(std::string(form->get("new_password"))));
    if (!session) return show(request, session.error().complaints);
    auto response = http::Response::redirect("/profile?notice=password-changed");
    set_session_cookie(context, response, session->token, false);
    set_device_cookie(context, response);
    return response;
}

}  // namespace identity
