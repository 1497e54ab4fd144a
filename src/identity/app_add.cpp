// Adding an authenticator app: begin, scan, confirm by a first code.
#include "identity/devices.h"
#include "identity/enrolment.h"
#include "identity/factor_fields.h"
#include "identity/handlers.h"

namespace identity {

namespace {

http::Response show(app::Context& context, const http::Request& request, const http::Complaints& complaints,
                    int status) {
    const auto id = request.number_parameter("id");
    const auto offer = app_offer(context, context.actor.account, id);
    if (!offer || offer->id != id) return http::Response::error(404);
    http::Page page("app_add.html", "Add an authenticator app");
    show_offer(page, *offer);
    page.part("CODE_FIELD", kCodeField).show("FROM_APP");
    page.refill(kAppFields, request.body());
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

}  // namespace

http::Response app_begin(app::Context& context, const http::Request&) {
    const auto id = begin_app(context);
    if (!id) return app::answer(id.error());
    return http::Response::redirect(fmt::format("/security/apps/{}", *id));
}

http::Response app_show(app::Context& context, const http::Request& request) {
    return show(context, request, {}, 200);
}

http::Response app_confirm(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kAppFields, request.body());
    if (!form) return show(context, request, form.error(), 422);
    const auto added = confirm_app(context, request.number_parameter("id"), std::string(form->get("name")),
                                   form->get("code"));
    if (!added && added.error().kind == app::Refusal::Kind::invalid) {
        return show(context, request, added.error().complaints, 422);
    }
    if (!added) return app::answer(added.error());
    auto response = http::Response::redirect("/security?notice=factor-added");
    set_device_cookie(context, response);
    return response;
}

}  // namespace identity
