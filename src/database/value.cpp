// Reading a column: every doubt is a Bug, because the SELECT and the reader stand a few lines apart. Never
// guesses a value for NULL and never wraps a number that does not fit.
#include "database/value.h"

#include <charconv>

namespace database {

namespace {
template <class Number>
Number parsed(const std::string& text) {
    Number value{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end)
        throw base::Bug("a column is not the whole number it is read as");
    return value;
}
}  // namespace

const std::string& Row::text(size_t column) const {
    const auto& value = at(column);
    if (!value) throw base::Bug(fmt::format("column {} is NULL", column));
    return *value;
}

std::string Row::text_or(size_t column, std::string_view otherwise) const {
    const auto& value = at(column);
    return value ? *value : std::string(otherwise);
}

std::int64_t Row::integer(size_t column) const {
    return parsed<std::int64_t>(text(column));
}

std::uint64_t Row::number(size_t column) const {
    return parsed<std::uint64_t>(text(column));
}

std::optional<base::Instant> Row::maybe_instant(size_t column) const {
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

const std::optional<std::string>& Row::at(size_t column) const {
    if (column >= columns_.size())
        throw base::Bug(fmt::format("column {} of a row with {}", column, columns_.size()));
    return columns_[column];
}

}  // namespace database
