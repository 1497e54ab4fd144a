// The words of deliveries.
#include "administration/delivery.h"

#include <charconv>
#include <utility>

#include "base/text.h"

namespace administration {

namespace {

constexpr std::pair<std::string_view, std::string_view> kWords[] = {
    {"waiting", "Waiting"},
    {"again", "Waiting"},
    {"leased", "Being sent"},
    {"sent", "Sent"},
    {"dead", "Given up"},
    {"withheld", "Withheld"},
    {"drop", "Dropped"},
    {"dropped", "Dropped"},
    {"expired", "Code expired"},
    {"deferred", "Sent, delayed"},
    {"delivered", "Delivered"},
    {"soft_bounce", "Bounced for now"},
    {"hard_bounce", "Bounced"},
    {"complained", "Reported as spam"},
    {"rejected", "Refused by provider"},
};

}  // namespace

std::string_view to_words(std::string_view state_or_fate) {
    for (const auto& [name, words] : kWords)
        if (name == state_or_fate) return words;
    return state_or_fate;
}

std::string_view to_words(const Delivery& delivery) {
    return to_words(delivery.fate.empty() ? delivery.state : delivery.fate);
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
