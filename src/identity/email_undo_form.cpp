// Taking a change of address back, for whoever reads the old one. The link's page only shows a button.
#include "identity/account_handlers.h"
#include "identity/email_change.h"

namespace identity {

namespace {

constexpr const char* kOver =
    "This link is no longer good: it was used, or its time is over. If your address is not right, contact "
    "us.";

}  // namespace

http::Response email_undo_show(app::Context& context, const http::Request& request) {
    const auto secret = request.query().get("u");
    const auto old = undoable_address(context, secret);
    if (!old) return http::Response::error(404, kOver);
    http::Page page("email_undo.html", "Take the change back");
    page.set("SECRET", secret);
    page.set("OLD", old->text());
    return http::Response::page(std::move(page));
}

http::Response email_undo_save(app::Context& context, const http::Request& request) {
    const auto done = undo_email_change(context, request.body().get("u"));
    if (!done) return http::Response::error(404, kOver);
    if (request.wants_json())
        return http::Response::json(base::Json::Object{{"next", context.config.url("/login")}});
    return http::Response::redirect("/login?notice=email-undone");
}

}  // namespace identity
