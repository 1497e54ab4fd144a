// What can be bound to a placeholder, and what comes back. Unsigned and signed never share a setter
// (Connector/C++ keeps the sign of the first use), NULL is std::nullopt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/id.h"

namespace database {

class Value {
  public:
    Value(std::nullopt_t) {}
    Value(std::nullptr_t) = delete;
    Value(std::string_view v) : value_(std::string(v)) {}
    Value(const std::string& v) : value_(v) {}
    Value(const char* v) : value_(std::string(v)) {}
    Value(bool v) : value_(std::int64_t{v}) {}
    Value(int v) : value_(std::int64_t{v}) {}
    Value(std::int64_t v) : value_(v) {}
    Value(std::uint64_t v) : value_(v) {}
    Value(base::Instant v) : value_(base::to_sql(v)) {}
    template <class Tag>
    Value(base::Id<Tag> v) : value_(v.value()) {}
    template <class T>
    Value(const std::optional<T>& v) {
        if (v) *this = Value(*v);
    }

    using Held = std::variant<std::monostate, std::string, std::int64_t, std::uint64_t>;
    const Held& held() const { return value_; }

  private:
    Held value_;
};

// One row, copied out of the connector: columns by position, in the order of the SELECT; whole numbers as
// numbers, everything else as the text the server sends. Reading NULL with a plain getter, or a column that
// is not there, is a base::Bug.
class Row {
  public:
    explicit Row(std::vector<Value::Held> columns) : columns_(std::move(columns)) {}
    bool is_null(size_t column) const { return std::holds_alternative<std::monostate>(at(column)); }
    const std::string& text(size_t column) const;  // text and binary alike
    std::string text_or(size_t column, std::string_view otherwise) const;
    std::optional<std::string> maybe_text(size_t column) const;
    std::int64_t integer(size_t column) const;
    std::uint64_t number(size_t column) const;  // BIGINT UNSIGNED
    bool flag(size_t column) const { return number(column) != 0; }
    base::Instant instant(size_t column) const { return base::from_sql(text(column)); }
    std::optional<base::Instant> maybe_instant(size_t column) const;
    template <class SomeId>
    SomeId id(size_t column) const {
        return SomeId(number(column));
    }
    template <class SomeId>
    std::optional<SomeId> maybe_id(size_t column) const {
        if (is_null(column)) return std::nullopt;
        return SomeId(number(column));
    }

  private:
    Value::Held& at(size_t column) const;
    mutable std::vector<Value::Held> columns_;  // a number becomes text the first time it is read as one
};

}  // namespace database
