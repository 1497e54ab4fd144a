// Taking a change of address back, for whoever reads the old one. The link's page only shows a button; what
// went with the change is shown once, in the answer to it, and mailed.
#include "identity/account_handlers.h"
#include "identity/email_change.h"

namespace identity {

namespace {

constexpr const char* kOver = "It was used, or its time is over. If your address is not right, contact us.";

http::Page result(const Undone& undone) {
    http::Page page("email_undone.html", "The change was taken back");
    if (!undone.taken.empty()) {
        auto list = page.section("HAS_TAKEN");
        for (const auto& one : undone.taken) list.section("TAKEN").set("WHAT", one);
    }
    page.set("NEXT_TEXT", undone.next);
    page.set("NEXT", undone.path);
    return page;
}

}  // namespace

http::Response email_undo_show(app::Context& context, const http::Request& request) {
    const auto secret = request.query().get("u");
    const auto old = undoable_address(context, secret);
    if (!old) return http::Response::error(410, kOver);
    http::Page page("email_undo.html", "Take the change back");
    page.set("SECRET", secret);
    page.set("OLD", old->text());
    return http::Response::page(std::move(page));
}

http::Response email_undo_save(app::Context& context, const http::Request& request) {
    const auto done = undo_email_change(context, request.body().get("u"));
    if (!done) return http::Response::error(410, kOver);
    if (request.wants_json()) {
        base::Json::Array taken(done->taken.begin(), done->taken.end());
        return http::Response::json(
            base::Json::Object{{"next", context.config.url(done->path)}, {"taken", std::move(taken)}});
    }
    return http::Response::page(result(*done));
}

}  // namespace identity
