// Answers 200 also while the database is away: the pools' figures are in shared memory, and
// gatehouse_database_up says the rest.
#include "portal/metrics.h"

#include "app/provider_store.h"
#include "outbox/backlog.h"

namespace portal {

namespace {

std::string mail_figures(const outbox::Backlog& mail, base::Instant now) {
    return fmt::format(
        "# HELP gatehouse_mail Mails that have not left, by state.\n"
        "# TYPE gatehouse_mail gauge\n"
        "gatehouse_mail{{state=\"waiting\"}} {}\n"
        "gatehouse_mail{{state=\"leased\"}} {}\n"
        "gatehouse_mail{{state=\"dead\"}} {}\n"
        "# HELP gatehouse_mail_oldest_seconds Age of the oldest unsent mail.\n"
        "# TYPE gatehouse_mail_oldest_seconds gauge\n"
        "gatehouse_mail_oldest_seconds {}\n",
        mail.waiting, mail.leased, mail.dead, mail.age(now).count());
}

std::string provider_figures(const app::Healths& healths) {
    if (healths.empty()) return "";
    std::string text =
        "# HELP gatehouse_provider_state 0: called; 1: left alone for some minutes; 2: stopped, somebody "
        "must act.\n"
        "# TYPE gatehouse_provider_state gauge\n";
    for (const auto& [name, health] : healths)
        text += fmt::format("gatehouse_provider_state{{provider=\"{}\"}} {}\n", name,
                            static_cast<int>(health.state));
    return text;
}

}  // namespace

std::string metrics_text(app::Context& context) {
    std::string text = context.pool_figures != nullptr ? (*context.pool_figures)() : "";
    bool up = true;
    try {
        context.database.ready();
        text += mail_figures(outbox::backlog(context), context.now());
        text += provider_figures(app::provider_healths(context.database));
    } catch (const base::DatabaseError& error) {
        context.log.warning("database.away", {{"code", error.code}, {"what", error.what()}});
        up = false;
    }
    return text += fmt::format(
               "# HELP gatehouse_database_up Whether the database answers.\n"
               "# TYPE gatehouse_database_up gauge\n"
               "gatehouse_database_up {}\n",
               up ? 1 : 0);
}

http::Response metrics_show(app::Context& context, const http::Request&) {
    return http::Response::bytes(metrics_text(context), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace portal
