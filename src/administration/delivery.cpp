// What can be done with a delivery, and how it is called.
#include "administration/delivery.h"

#include <charconv>

#include "app/words.h"
#include "base/text.h"

namespace administration {

std::string_view to_words(const Delivery& delivery) {
    return app::to_words(delivery.fate.empty() ? delivery.state : delivery.fate);
}

std::string_view mood(const Delivery& delivery) {
    const auto& state = delivery.state;
    const auto& fate = delivery.fate;
    if (state == "dead" || fate == "hard_bounce" || fate == "complained" || fate == "rejected")
        return "alert";
    if (state == "waiting" || state == "again" || state == "leased" || state == "withheld") return "waiting";
    if (fate == "soft_bounce" || fate == "deferred") return "waiting";
    if (state == "sent") return "open";
    return "closed";
}

bool can_retry(const Delivery& delivery, base::Instant now) {
    if (delivery.expires_at && *delivery.expires_at <= now) return false;
    if (delivery.state == "waiting") return true;
    return !delivery.sealed && (delivery.state == "dead" || delivery.state == "withheld");
}

bool can_drop(const Delivery& delivery) {
    const auto& state = delivery.state;
    return state == "waiting" || state == "again" || state == "dead" || state == "withheld";
}

std::string to_text(std::span<const DeliveryId> ids) {
    std::string text;
    for (const auto id : ids) text += (text.empty() ? "" : "-") + std::to_string(id.value());
    return text;
}

std::optional<std::vector<DeliveryId>> ids_from(std::string_view text) {
    std::vector<DeliveryId> ids;
    for (const auto& word : base::split(text, '-')) {
        std::uint64_t id = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
        if (error != std::errc() || end != word.data() + word.size() || id == 0) return std::nullopt;
        ids.emplace_back(id);
        if (ids.size() > kMostAtOnce) return std::nullopt;
    }
    return ids;
}

}  // namespace administration
