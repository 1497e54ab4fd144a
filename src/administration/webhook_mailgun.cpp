// Mailgun reports what became of a mail. Not there unless mailgun.webhook_key is set; a report that is not
// signed with it is answered 406, which Mailgun does not send again.
#include "administration/handlers.h"
#include "administration/webhook.h"
#include "outbox/report.h"

namespace administration {

http::Response webhook_mailgun(app::Context& context, const http::Request& request) {
    const auto& key = context.config.secret("mailgun.webhook_key");
    if (key.empty()) return http::Response::error(404);
    const auto body = base::Json::parse(request.raw_body());
    const auto proof = body ? providers::read_mailgun_proof(*body) : std::nullopt;
    if (!proof) return refuse_report(context, "mailgun", "no signature", 406);
    switch (providers::check_mailgun_proof(*proof, key, context.now(), kOldestReport)) {
        case providers::ProofState::forged: return refuse_report(context, "mailgun", "wrong signature", 406);
        case providers::ProofState::stale: return refuse_report(context, "mailgun", "too old", 406);
        case providers::ProofState::good: break;
    }
    std::vector<providers::DeliveryReport> reports;
    if (auto report = providers::read_mailgun_report(*body, context.now()))
        reports.push_back(std::move(*report));
    if (!outbox::note_reports(context, "mailgun", reports, proof->token))
        context.log.warning("webhook.replayed",
                            {{"provider", "mailgun"}, {"client", request.client().text()}});
    else
        context.log.info("webhook.taken",
                         {{"provider", "mailgun"}, {"reports", std::uint64_t{reports.size()}}});
    return http::Response::bytes("", "text/plain; charset=utf-8", 200);
}

}  // namespace administration
