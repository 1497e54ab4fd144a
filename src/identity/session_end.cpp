// Ending one's own sessions: one, or all but this.
#include "audit/event.h"
#include "database/transaction.h"
#include "identity/handlers.h"
#include "identity/sessions.h"

namespace identity {

http::Response session_end(app::Context& context, const http::Request& request) {
    const auto id = request.number_parameter("id");
    const bool ended = database::transact(context.database, [&] {
        if (!end_own_session(context, id)) return false;
        audit::record(context, {.action = "session.end",
                                .object_kind = "session",
                                .object_id = id,
                                .account = context.actor.account});
        return true;
    });
    if (!ended) return http::Response::error(404);
    return http::Response::redirect("/security?notice=session-ended");
}

http::Response session_end_others(app::Context& context, const http::Request&) {
    database::transact(context.database, [&] {
        end_other_sessions(context, context.actor.account, context.actor.session);
        audit::record(context, {.action = "session.end_others",
                                .object_kind = "account",
                                .object_id = context.actor.account.value(),
                                .account = context.actor.account});
    });
    return http::Response::redirect("/security?notice=sessions-ended");
}

}  // namespace identity
