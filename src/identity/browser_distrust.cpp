// No longer trusting a browser: it is asked for the second factor again.
#include "audit/event.h"
#include "database/transaction.h"
#include "identity/account_handlers.h"
#include "identity/trusted_browsers.h"

namespace identity {

namespace {

void record(app::Context& context) {
    audit::record(context, {.action = "trusted_browser.remove",
                            .object_kind = "account",
                            .object_id = context.actor.account.value(),
                            .account = context.actor.account});
}

}  // namespace

http::Response browser_distrust(app::Context& context, const http::Request& request) {
    const bool done = database::transact(context.database, [&] {
        if (!distrust_browser(context, request.number_parameter("id"))) return false;
        record(context);
        return true;
    });
    if (!done) return http::Response::error(404);
    return http::Response::redirect("/security?notice=browser-distrusted");
}

http::Response browser_distrust_all(app::Context& context, const http::Request&) {
    database::transact(context.database, [&] {
        distrust_browsers(context, context.actor.account);
        record(context);
    });
    return http::Response::redirect("/security?notice=browsers-distrusted");
}

}  // namespace identity
