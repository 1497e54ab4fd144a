// Closing one's account: the page that says what goes and what stays, and the act.
#include "identity/account_handlers.h"
#include "identity/account_store.h"
#include "identity/administrators.h"
#include "identity/closing.h"
#include "identity/sessions.h"

namespace identity {

namespace {

http::Response show(app::Context& context, const http::Request& request, const http::Complaints& complaints) {
    const int status = complaints.empty() ? 200 : 422;
    if (request.wants_json() && !complaints.empty())
        return http::Response::problem(status, "The account was not closed.", complaints);
    const auto own = find_account(context, context.actor.account);
    if (!own) return http::Response::error(404);
    http::Page page("account_close.html", "Close your account");
    page.set("EMAIL", own->email);
    page.show(is_last_administrator(context, context.actor.account) ? "LAST" : "MAY");
    page.complain(complaints);
    return http::Response::page(std::move(page), status);
}

}  // namespace

http::Response account_close_show(app::Context& context, const http::Request& request) {
    return show(context, request, {});
}

http::Response account_close(app::Context& context, const http::Request& request) {
    const auto form = http::check_values(kCloseFields, request.body());
    if (!form) return show(context, request, form.error());
    if (!form->flag("agreed"))
        return show(context, request, {{"agreed", "Tick the box if you want to close your account."}});
    if (const auto closed = close_account(context); !closed) return app::answer(closed.error());
    auto response = request.wants_json()
                        ? http::Response::json(base::Json::Object{{"next", context.config.url("/login")}})
                        : http::Response::redirect("/login?notice=account-closed");
    clear_session_cookie(context, response);
    response.with_header("Clear-Site-Data", "\"cache\", \"storage\"");
    return response;
}

}  // namespace identity
