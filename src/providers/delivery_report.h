// What a mail provider reports by a webhook about a mail it took: one file a provider reads its format and
// says whether the report is theirs. Values in, values out. A report comes from a stranger until its proof
// fits; fields nobody knows are passed over, a field of another type counts as absent.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/secret.h"

namespace providers {

struct DeliveryReport {
    // In order of weight: of several about one mail, the weightiest stays.
    enum class Kind { deferred, soft_bounce, rejected, delivered, hard_bounce, complained };
    Kind kind = Kind::delivered;
    std::string provider_id;  // of the mail, without angle brackets; plain ASCII
    std::string tag;          // our idempotency key, where the provider repeats it; "" if not
    std::string answer;       // the mail server's words, trimmed
    base::Instant at;         // when it happened, by the provider's clock; never after `now`
    std::string key;          // what makes this report one: the same report sent again has the same
};
std::string_view to_text(DeliveryReport::Kind kind);  // "hard_bounce"
std::optional<DeliveryReport::Kind> report_kind_from(std::string_view text);

// Brevo signs nothing: the secret comes as the password of HTTP Basic (any user name) or as a bearer token.
bool is_from_brevo(std::string_view authorization, const base::Secret& secret);
// One event or a list of them; what says nothing about delivery (opened, clicked) or names no mail is left
// out.
std::vector<DeliveryReport> read_brevo_reports(const base::Json& body, base::Instant now);

// Mailgun's signature: HMAC-SHA-256 over timestamp and token, lower-case hex. It does not cover the event, so
// a token counts once: the caller keeps it for longer than `oldest`.
struct MailgunProof {
    std::string timestamp, token, signature;
};
std::optional<MailgunProof> read_mailgun_proof(const base::Json& body);
enum class ProofState { good, forged, stale };
ProofState check_mailgun_proof(const MailgunProof& proof, const base::Secret& key, base::Instant now,
                               std::chrono::seconds oldest);
std::optional<DeliveryReport> read_mailgun_report(const base::Json& body, base::Instant now);

}  // namespace providers
