#include "outbox/report.h"

#include "crypto/random.h"
#include "database/transaction.h"

namespace outbox {

namespace {

constexpr database::Sql kToken = "INSERT INTO webhook_token (token, seen_at) VALUES (?, ?)";
// The same report sent again is the same row.
constexpr database::Sql kReport =
    "INSERT IGNORE INTO delivery_event (event_key, provider, provider_id, tag, kind, answer, happened_at, "
    "received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

}  // namespace

bool note_reports(app::Context& context, std::string_view provider,
                  std::span<const providers::DeliveryReport> reports, std::string_view token) {
    const auto now = context.now();
    auto& db = context.database;
    try {
        database::transact(db, [&] {
            if (!token.empty()) db.execute(kToken, crypto::sha256(token), now);
            for (const auto& report : reports)
                db.execute(kReport, crypto::sha256(report.key), provider, report.provider_id, report.tag,
                           providers::to_text(report.kind), report.answer, report.at, now);
        });
    } catch (const database::DuplicateKey&) {
        return false;
    }
    return true;
}

}  // namespace outbox
