// The words of tickets.
#include "tickets/ticket.h"

#include <charconv>

namespace tickets {

std::string_view to_text(Status status) {
    return kStatuses[static_cast<size_t>(status)];
}

std::string_view to_words(Status status) {
    constexpr std::string_view kWords[] = {"Open", "Waiting for you", "Closed"};
    return kWords[static_cast<size_t>(status)];
}

std::string_view to_desk_words(Status status) {
    constexpr std::string_view kWords[] = {"Open", "Waiting for client", "Closed"};
    return kWords[static_cast<size_t>(status)];
}

std::optional<Status> status_from(std::string_view text) {
    for (const auto status : {Status::open, Status::waiting, Status::closed}) {
        if (to_text(status) == text) return status;
    }
    return std::nullopt;
}

std::string to_words(std::string_view category_or_priority) {
    std::string words(category_or_priority);
    if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') {
        words.front() = static_cast<char>(words.front() - 'a' + 'A');
    }
    return words;
}

std::string Cursor::text() const {
    return fmt::format("{}-{}", updated_at.time_since_epoch().count(), id);
}

std::optional<Cursor> Cursor::parse(std::string_view text) {
    std::int64_t micros = 0;
    std::uint64_t id = 0;
    const auto end = text.data() + text.size();
    const auto [dash, first] = std::from_chars(text.data(), end, micros);
    if (first != std::errc() || dash == end || *dash != '-' || micros < 0) return std::nullopt;
    const auto [rest, second] = std::from_chars(dash + 1, end, id);
    constexpr std::int64_t kYear9999 = 253402300799000000;
    if (second != std::errc() || rest != end || micros > kYear9999) return std::nullopt;
    return Cursor{base::Instant(std::chrono::microseconds(micros)), id};
}

}  // namespace tickets
