// What the readers of both formats share.
#include "providers/delivery_report.h"

#include "providers/http_rules.h"
#include "providers/report_fields.h"

namespace providers {

namespace {

constexpr std::string_view kKinds[] = {"deferred",  "soft_bounce", "rejected",
                                       "delivered", "hard_bounce", "complained"};
constexpr size_t kLongestId = 253;  // the outbox keeps 255 bytes, brackets among them

}  // namespace

std::string_view to_text(DeliveryReport::Kind kind) {
    return kKinds[static_cast<size_t>(kind)];
}

std::optional<DeliveryReport::Kind> report_kind_from(std::string_view text) {
    for (size_t i = 0; i < std::size(kKinds); ++i)
        if (kKinds[i] == text) return static_cast<DeliveryReport::Kind>(i);
    return std::nullopt;
}

std::string bare_id(std::string_view id) {
    if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
    const bool plain = std::ranges::all_of(id, [](char c) { return c > ' ' && c <= '~'; });
    return plain && id.size() <= kLongestId ? std::string(id) : std::string();
}

base::Instant instant_of(const base::Json* seconds, double scale, base::Instant now) {
    const auto* whole = seconds == nullptr ? nullptr : seconds->integer();
    const auto* fraction = seconds == nullptr ? nullptr : seconds->number();
    const double value = (whole != nullptr      ? static_cast<double>(*whole)
                          : fraction != nullptr ? *fraction
                                                : -1) *
                         scale;
    const double latest = std::chrono::duration<double>(now.time_since_epoch()).count();
    if (!(value >= 0 && value < latest)) return now;
    return base::Instant(std::chrono::microseconds(static_cast<std::int64_t>(value * 1e6)));
}

}  // namespace providers
