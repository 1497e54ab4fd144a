// Adding a passkey: the page, what the browser is to be asked, its answer.
#include "identity/devices.h"
#include "identity/handlers.h"
#include "identity/passkeys.h"

namespace identity {

namespace {

http::Response show(app::Context& context, const http::Fields& typed, const http::Complaints& complaints,
                    int status) {
    if (!passkeys_offered(context)) return http::Response::error(403);
    http::Page page("passkey_add.html", "Add a passkey");
    page.set("NAME", typed.get("name"));
    page.set("USUAL_NAME", device_words(context.user_agent));
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

}  // namespace

http::Response passkey_new(app::Context& context, const http::Request&) {
    return show(context, {}, {}, 200);
}

http::Response passkey_begin(app::Context& context, const http::Request&) {
    const auto options = begin_passkey(context);
    if (!options) return app::answer(options.error());
    return http::Response::json(*options);
}

http::Response passkey_add(app::Context& context, const http::Request& request) {
    const auto refuse = [&](const http::Complaints& complaints) {
        if (request.wants_json())
            return http::Response::problem(422, "The passkey was not added.", complaints);
        return show(context, request.body(), complaints, 422);
    };
    const auto form = http::check_values(kPasskeyFields, request.body());
    if (!form) return refuse(form.error());
    const auto added = add_passkey(context, std::string(form->get("name")), form->get("code"));
    if (!added && added.error().kind != app::Refusal::Kind::invalid) return app::answer(added.error());
    if (!added) return refuse(added.error().complaints);
    auto response = http::Response::redirect("/security?notice=passkey-added");
    set_device_cookie(context, response);
    return response;
}

}  // namespace identity
