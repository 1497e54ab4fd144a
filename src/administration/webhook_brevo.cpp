// Brevo reports what became of mails. Not there unless brevo.webhook_secret is set; who does not show it gets
// 401.
#include "administration/handlers.h"
#include "administration/webhook.h"
#include "outbox/report.h"

namespace administration {

http::Response webhook_brevo(app::Context& context, const http::Request& request) {
    const auto& secret = context.config.secret("brevo.webhook_secret");
    if (secret.empty()) return http::Response::error(404);
    if (!providers::is_from_brevo(request.header("authorization"), secret)) {
        auto refusal = refuse_report(context, "brevo", "wrong secret", 401);
        if (refusal.status() == 401) refusal.with_header("WWW-Authenticate", "Basic realm=\"webhook\"");
        return refusal;
    }
    const auto body = base::Json::parse(request.raw_body());
    if (!body) return refuse_report(context, "brevo", "no JSON", 400);
    const auto reports = providers::read_brevo_reports(*body, context.now());
    if (!reports.empty()) outbox::note_reports(context, "brevo", reports);
    context.log.info("webhook.taken", {{"provider", "brevo"}, {"reports", std::uint64_t{reports.size()}}});
    return http::Response::bytes("", "text/plain; charset=utf-8", 200);
}

}  // namespace administration
