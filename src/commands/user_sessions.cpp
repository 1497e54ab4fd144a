// `gatehouse user sessions`: where somebody is signed in, and ending that: one session, or all there is.
// Never shows what a session's cookie holds. A user agent is shown as the browser it names, because its text
// comes from outside.
#include <cstdio>

#include "audit/event.h"
#include "base/json.h"
#include "commands/user_who.h"
#include "database/transaction.h"
#include "identity/claim_store.h"
#include "identity/ending.h"
#include "identity/sessions.h"

namespace commands {

namespace {

using identity::SessionRow;

base::Json to_json(const SessionRow& session) {
    return base::Json::Object{{"id", session.id},
                              {"created_at", base::to_rfc3339(session.created_at)},
                              {"last_seen_at", base::to_rfc3339(session.last_seen_at)},
                              {"address", session.address},
                              {"browser", identity::device_words(session.user_agent)},
                              {"user_agent", session.user_agent}};
}

int list(app::Context& context, const identity::Account& account, bool as_json) {
    const auto sessions = identity::sessions_of(context, account.id);
    if (as_json) {
        base::Json::Array rows;
        for (const auto& session : sessions) rows.push_back(to_json(session));
        fmt::print("{}\n", base::Json(std::move(rows)).dump());
        return kFine;
    }
    for (const auto& session : sessions)
        fmt::print("{:<8} since {}  seen {}  {:<15}  {}\n", session.id, base::to_rfc3339(session.created_at),
                   base::to_rfc3339(session.last_seen_at), session.address,
                   identity::device_words(session.user_agent));
    if (sessions.size() == identity::kMostSessions)
        fmt::print(stderr, "these are the {} last used; there may be more\n", identity::kMostSessions);
    return kFine;
}

int end_all(app::Context& context, const identity::Account& account) {
    const auto ended = database::transact(context.database, [&] {
        identity::claim_account(context, account.id);
        const auto sessions = identity::end_all_sessions(context, account.id);
        identity::end_everything(context, account.id);
        audit::record(context, {.action = "session.end_all",
                                .object_kind = "account",
                                .object_id = account.id.value(),
                                .account = account.id});
        return sessions;
    });
    fmt::print("ended {} session{} of {}\n", ended, ended == 1 ? "" : "s", account.email);
    return kFine;
}

int end_one(app::Context& context, const identity::Account& account, std::uint64_t id) {
    const bool ended = database::transact(context.database, [&] {
        if (!identity::end_session_of(context, account.id, id)) return false;
        audit::record(
            context,
            {.action = "session.end", .object_kind = "session", .object_id = id, .account = account.id});
        return true;
    });
    if (!ended)
        return fail(kBadInput, fmt::format("{} has no session {}; see: gatehouse user sessions {}",
                                           account.email, id, account.email));
    fmt::print("ended session {} of {}\n", id, account.email);
    return kFine;
}

int run(const Arguments& arguments) {
    const auto one = arguments.option("--end");
    const auto id = number(one.value_or("0"));
    const bool all = arguments.flag("--end-all"), json = arguments.flag("--json");
    if (!id || (one && *id == 0)) return fail(kUsage, "--end: the number of a session, from user sessions");
    if ((one ? 1 : 0) + (all ? 1 : 0) + (json ? 1 : 0) > 1)
        return fail(kUsage, "--end, --end-all and --json: one of them");
    System system(arguments, database::Role::owner, {});
    auto& context = system.context();
    const auto account = find_who(context, arguments);
    if (!account) return account.error();
    if (all) return end_all(context, *account);
    if (one) return end_one(context, *account, *id);
    return list(context, *account, json);
}

}  // namespace

Command user_sessions() {
    return {
        "user sessions",
        "where an account is signed in; ends that if asked",
        {who()},
        {json_option(),
         {"--end", "ID", "ends this session"},
         {"--end-all", "", "ends all of them, and half-finished sign-ins, known and trusted browsers too"}},
        run};
}

}  // namespace commands
