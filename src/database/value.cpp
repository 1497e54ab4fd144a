// Reading a column: every doubt is a Bug, because the SELECT and the reader stand a few lines apart. Never
// guesses a value for NULL and never wraps a number that does not fit.
#include "database/value.h"

#include <charconv>
#include <utility>

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

template <class Number>
Number number_in(const Value::Held& held, size_t column) {
    if (const auto* text = std::get_if<std::string>(&held)) return parsed<Number>(*text);
    const auto* integer = std::get_if<std::int64_t>(&held);
    const auto* number = std::get_if<std::uint64_t>(&held);
    if (integer && std::in_range<Number>(*integer)) return static_cast<Number>(*integer);
    if (number && std::in_range<Number>(*number)) return static_cast<Number>(*number);
    throw base::Bug(fmt::format("column {} is NULL or does not fit", column));
}

}  // namespace

const std::string& Row::text(size_t column) const {
    auto& held = at(column);
    if (const auto* integer = std::get_if<std::int64_t>(&held))
        held = std::to_string(*integer);
    else if (const auto* number = std::get_if<std::uint64_t>(&held))
        held = std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&held)) return *text;
    throw base::Bug(fmt::format("column {} is NULL", column));
}

std::string Row::text_or(size_t column, std::string_view otherwise) const {
    return is_null(column) ? std::string(otherwise) : text(column);
}

std::optional<std::string> Row::maybe_text(size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::int64_t Row::integer(size_t column) const {
    return number_in<std::int64_t>(at(column), column);
}

std::uint64_t Row::number(size_t column) const {
    return number_in<std::uint64_t>(at(column), column);
}

std::optional<base::Instant> Row::maybe_instant(size_t column) const {
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

Value::Held& Row::at(size_t column) const {
    if (column >= columns_.size())
        throw base::Bug(fmt::format("column {} of a row with {}", column, columns_.size()));
    return columns_[column];
}

}  // namespace database
