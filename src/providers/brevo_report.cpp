// Brevo's transactional webhooks: one flat object an event.
#include <utility>

#include "base/text.h"
#include "crypto/random.h"
#include "providers/delivery_report.h"
#include "providers/http_rules.h"
#include "providers/report_fields.h"

namespace providers {

namespace {

using Kind = DeliveryReport::Kind;

constexpr std::pair<std::string_view, Kind> kEvents[] = {
    {"delivered", Kind::delivered},
    {"deferred", Kind::deferred},
    {"soft_bounce", Kind::soft_bounce},
    {"hard_bounce", Kind::hard_bounce},
    {"invalid_email", Kind::hard_bounce},
    {"spam", Kind::complained},
    {"complaint", Kind::complained},
    {"blocked", Kind::rejected},
    {"error", Kind::rejected},
};

std::optional<DeliveryReport> read_one(const base::Json& event, base::Instant now) {
    for (const auto& [name, kind] : kEvents) {
        if (event.text_at("event") != name) continue;
        DeliveryReport report{.kind = kind,
                              .provider_id = bare_id(event.text_at("message-id")),
                              .tag = {},
                              .answer = trim_answer(event.text_at("reason")),
                              .at = instant_of(event.find("ts_epoch"), 1e-3, now),
                              .key = {}};
        if (report.provider_id.empty()) return std::nullopt;
        // An event has no id of its own, and only ts_epoch is a time that can be relied on.
        const auto* epoch = event.find("ts_epoch");
        const auto* stamp = epoch != nullptr ? epoch : event.find("ts_event");
        report.key = fmt::format("brevo {} {} {}", name, report.provider_id,
                                 stamp == nullptr ? "" : stamp->dump().substr(0, 32));
        return report;
    }
    return std::nullopt;
}

// The secret in "Bearer SECRET" or "Basic base64(name:SECRET)"; "" if there is none.
std::string shown_secret(std::string_view authorization) {
    const auto space = authorization.find(' ');
    if (space == std::string_view::npos) return "";
    const auto scheme = base::to_lower(authorization.substr(0, space));
    const auto rest = authorization.substr(space + 1);
    if (scheme == "bearer") return std::string(rest);
    std::string pair;
    if (scheme != "basic" || !base::from_base64(rest, pair)) return "";
    const auto colon = pair.find(':');
    return colon == std::string::npos ? "" : pair.substr(colon + 1);
}

}  // namespace

bool is_from_brevo(std::string_view authorization, const base::Secret& secret) {
    if (secret.empty()) return false;
    // Hashes are of one length: how long the secret is does not show.
    return crypto::equal(crypto::sha256(shown_secret(authorization)), crypto::sha256(secret.reveal()));
}

std::vector<DeliveryReport> read_brevo_reports(const base::Json& body, base::Instant now) {
    std::vector<DeliveryReport> reports;
    const auto add = [&](const base::Json& event) {
        if (auto report = read_one(event, now)) reports.push_back(std::move(*report));
    };
    if (const auto* list = body.array())
        for (const auto& event : *list) add(event);
    else
        add(body);
    return reports;
}

}  // namespace providers
