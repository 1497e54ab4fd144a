// The canonical forms of what people call themselves.
#include "identity/account.h"

#include "base/text.h"

namespace identity {

namespace {
constexpr size_t kMostPoints = 254;  // as many as are kept
}

std::optional<std::string> canonical_user_name(std::string_view text) {
    const auto name = base::to_lower(base::trim(text));
    const auto points = base::count_points(name);
    if (points < 3 || points > 40) return std::nullopt;
    const auto allowed = [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '-' || c == '_'; };
    if (!std::isalpha(static_cast<unsigned char>(name.front()))) return std::nullopt;
    if (!std::all_of(name.begin(), name.end(), allowed)) return std::nullopt;
    return name;
}

Identifier Identifier::of(std::string_view typed) {
    if (const auto email = base::EmailAddress::parse(typed)) return {email->canonical(), true};
    // Some letters become two when they are made small; what is cut gets one more.
    return {base::shorten(base::to_lower(base::trim(typed)), kMostPoints - 1), false};
}

}  // namespace identity
