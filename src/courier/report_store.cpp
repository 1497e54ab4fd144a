#include "courier/report_store.h"

#include "database/transaction.h"
#include "providers/delivery_report.h"

namespace courier {

namespace {

using providers::DeliveryReport;
using Kind = DeliveryReport::Kind;

constexpr std::chrono::minutes kPatience{15};

struct Report {
    std::uint64_t id;
    std::string provider, provider_id, tag, answer;
    Kind kind;
    base::Instant happened, received;
};

struct Mail {
    std::uint64_t id;
    std::string address, fate, tag;
};

constexpr database::Sql kReports =
    "SELECT id, provider, provider_id, tag, kind, answer, happened_at, received_at FROM delivery_event "
    "WHERE outbox_id IS NULL AND id > ? ORDER BY id LIMIT ?";
constexpr database::Sql kMailById =
    "SELECT id, recipient_canonical, fate, tag FROM outbox WHERE provider_id IN (?, ?) AND provider = ? "
    "ORDER BY id DESC LIMIT 1";
constexpr database::Sql kMailByTag =
    "SELECT id, recipient_canonical, fate, tag FROM outbox WHERE tag = ? AND provider = ?";
constexpr database::Sql kMatch = "UPDATE delivery_event SET outbox_id = ? WHERE id = ? AND outbox_id IS NULL";
constexpr database::Sql kForget = "DELETE FROM delivery_event WHERE id = ? AND outbox_id IS NULL";
constexpr database::Sql kFate = "UPDATE outbox SET fate = ? WHERE id = ? AND fate = ?";
// The provider has it after all: a try whose end nobody knew is no reason to send it again.
constexpr database::Sql kTaken =
    "UPDATE outbox SET state = 'sent', payload = '', sent_at = ? WHERE id = ? AND state IN ('waiting', "
    "'dead') AND doubtful > 0";
constexpr database::Sql kBounced =
    "INSERT INTO bounced_address (address_canonical, cause, answer, since, outbox_id) VALUES (?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE cause = VALUES(cause), answer = VALUES(answer), outbox_id = VALUES(outbox_id)";

std::optional<Mail> find_mail(database::Connection& db, const Report& report) {
    std::optional<database::Row> row;
    if (!report.provider_id.empty())
        row = db.query_one(kMailById, report.provider_id, "<" + report.provider_id + ">", report.provider);
    if (!row && !report.tag.empty()) row = db.query_one(kMailByTag, report.tag, report.provider);
    if (!row) return std::nullopt;
    return Mail{.id = row->number(0), .address = row->text(1), .fate = row->text(2), .tag = row->text(3)};
}

bool outweighs(Kind kind, std::string_view fate) {
    const auto known = providers::report_kind_from(fate);
    return !known || kind > *known;
}

// The address is of no use any more.
bool is_final(Kind kind) {
    return kind == Kind::hard_bounce || kind == Kind::complained;
}

// What one report means, in an open transaction.
void apply(database::Connection& db, const Report& report, const Mail& mail, base::Instant now) {
    const auto kind = providers::to_text(report.kind);
    if (outweighs(report.kind, mail.fate) && db.execute(kFate, kind, mail.id, mail.fate) == 0)
        throw base::DatabaseError(1213, "another courier wrote the fate of this mail first");
    if (report.kind != Kind::rejected) db.execute(kTaken, report.happened, mail.id);
    if (is_final(report.kind) && !mail.address.empty())
        db.execute(kBounced, mail.address, kind, report.answer, now, mail.id);
}

// The mail it is about; nothing if there is none (yet), or if another courier was first.
std::optional<Mail> settle(database::Connection& db, const Report& report, base::Instant now) {
    auto mail = find_mail(db, report);
    if (!mail) {
        if (now - report.received > kPatience) db.execute(kForget, report.id);
        return std::nullopt;
    }
    if (db.execute(kMatch, mail->id, report.id) == 0) return std::nullopt;
    apply(db, report, *mail, now);
    return mail;
}

Report report_of(const database::Row& row) {
    return {.id = row.number(0),
            .provider = row.text(1),
            .provider_id = row.text(2),
            .tag = row.text(3),
            .answer = row.text(5),
            .kind = providers::report_kind_from(row.text(4)).value_or(Kind::deferred),
            .happened = row.instant(6),
            .received = row.instant(7)};
}

}  // namespace

std::uint64_t settle_reports(database::Connection& db, base::Log& log, base::Instant now, std::uint64_t from,
                             int most) {
    const auto rows = db.query(kReports, from, most);
    std::vector<std::pair<Report, Mail>> settled;
    if (!rows.empty())
        database::transact(db, [&] {
            settled.clear();
            for (const auto& row : rows) {
                auto report = report_of(row);
                if (auto mail = settle(db, report, now))
                    settled.emplace_back(std::move(report), std::move(*mail));
            }
        });
    for (const auto& [report, mail] : settled) {
        const bool bad = is_final(report.kind);
        log.write(
            bad ? base::Level::warning : base::Level::info, bad ? "mail.bounced" : "mail.reported",
            {{"tag", mail.tag}, {"provider", report.provider}, {"kind", providers::to_text(report.kind)}});
    }
    return rows.size() < static_cast<size_t>(most) ? 0 : rows.back().number(0);
}

}  // namespace courier
