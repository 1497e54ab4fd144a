// Every statement about verdicts on numbers.
#include "identity/phone_verdict_store.h"

namespace identity {

namespace {
constexpr std::chrono::days kKept{30};
}  // namespace

constexpr database::Sql kFind =
    "SELECT verdict, line_type FROM phone_verdict WHERE number_index = ? AND checked_at > ?";

std::optional<PhoneVerdict> find_verdict(app::Context& context, const std::string& number_index) {
    const auto row = context.database.query_one(kFind, number_index, context.now() - kKept);
    if (!row) return std::nullopt;
    using Verdict = providers::PhoneLookup::Verdict;
    return PhoneVerdict{row->text(0) == to_text(Verdict::valid) ? Verdict::valid : Verdict::invalid,
                        row->text(1)};
}

constexpr database::Sql kKeep =
    "INSERT INTO phone_verdict (number_index, verdict, line_type, checked_at) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE verdict = VALUES(verdict), line_type = VALUES(line_type), "
    "checked_at = VALUES(checked_at)";

void keep_verdict(app::Context& context, const std::string& number_index, const PhoneVerdict& verdict) {
    context.database.execute(kKeep, number_index, to_text(verdict.verdict), verdict.line_type, context.now());
}

}  // namespace identity
