// Mailgun's event webhooks: a signature beside one event.
#include <charconv>

#include "base/text.h"
#include "crypto/random.h"
#include "providers/delivery_report.h"
#include "providers/http_rules.h"
#include "providers/report_fields.h"

namespace providers {

namespace {

using Kind = DeliveryReport::Kind;

constexpr size_t kLongestProof = 100;        // bytes of a timestamp, token or signature
constexpr std::chrono::seconds kAhead{300};  // clocks differ

std::optional<Kind> kind_of(const base::Json& event) {
    const auto name = event.text_at("event");
    if (name == "delivered") return Kind::delivered;
    if (name == "complained") return Kind::complained;
    if (name == "rejected") return Kind::rejected;
    if (name != "failed") return std::nullopt;
    if (event.text_at("severity") == "permanent") return Kind::hard_bounce;
    // Mailgun tries again by itself after a temporary failure.
    return Kind::soft_bounce;
}

std::string answer_of(const base::Json& event) {
    for (const auto* place : {"delivery-status", "reject"}) {
        const auto* status = event.find(place);
        if (status == nullptr) continue;
        for (const auto* member : {"message", "description", "reason"})
            if (const auto text = status->text_at(member); !text.empty()) return trim_answer(text);
    }
    return trim_answer(event.text_at("reason"));
}

std::string_view text_below(const base::Json& event, std::string_view member, std::string_view name) {
    const auto* found = event.find(member);
    return found == nullptr ? std::string_view() : found->text_at(name);
}

bool is_tag(std::string_view text) {
    return text.size() == 36 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
           });
}

}  // namespace

std::optional<MailgunProof> read_mailgun_proof(const base::Json& body) {
    const auto* signature = body.find("signature");
    if (signature == nullptr) return std::nullopt;
    MailgunProof proof{std::string(signature->text_at("timestamp")), std::string(signature->text_at("token")),
                       std::string(signature->text_at("signature"))};
    for (const auto* part : {&proof.timestamp, &proof.token, &proof.signature})
        if (part->empty() || part->size() > kLongestProof) return std::nullopt;
    return proof;
}

ProofState check_mailgun_proof(const MailgunProof& proof, const base::Secret& key, base::Instant now,
                               std::chrono::seconds oldest) {
    const auto right = base::to_hex(crypto::hmac_sha256(key.reveal(), proof.timestamp + proof.token));
    if (key.empty() || !crypto::equal(right, proof.signature)) return ProofState::forged;
    std::int64_t seconds = 0;
    const auto* end = proof.timestamp.data() + proof.timestamp.size();
    const auto read = std::from_chars(proof.timestamp.data(), end, seconds);
    if (read.ec != std::errc() || read.ptr != end) return ProofState::forged;
    const auto age =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count() - seconds;
    return age > oldest.count() || age < -kAhead.count() ? ProofState::stale : ProofState::good;
}

std::optional<DeliveryReport> read_mailgun_report(const base::Json& body, base::Instant now) {
    const auto* event = body.find("event-data");
    if (event == nullptr) return std::nullopt;
    const auto kind = kind_of(*event);
    if (!kind) return std::nullopt;
    const auto* message = event->find("message");
    const auto id = message == nullptr ? std::string_view() : text_below(*message, "headers", "message-id");
    const auto tag = text_below(*event, "user-variables", "outbox-id");
    DeliveryReport report{.kind = *kind,
                          .provider_id = bare_id(id),
                          .tag = std::string(is_tag(tag) ? tag : ""),
                          .answer = answer_of(*event),
                          .at = instant_of(event->find("timestamp"), 1, now),
                          .key = {}};
    if (report.provider_id.empty() && report.tag.empty()) return std::nullopt;
    // An event's id is unique within a day only.
    const auto* stamp = event->find("timestamp");
    report.key =
        fmt::format("mailgun {} {} {} {} {}", to_text(*kind), event->text_at("id").substr(0, 64),
                    report.provider_id, report.tag, stamp == nullptr ? "" : stamp->dump().substr(0, 32));
    return report;
}

}  // namespace providers
