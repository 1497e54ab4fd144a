// Named values of a query, a form or a JSON body: exact names, one value each. A field table (`Field`s beside the
// action) is the schema: what is unknown, given twice or absent though demanded is a bad request (400); what is
// too long, empty or ill-formed is a complaint for the person.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace http {

enum class FieldKind {
    line,      // one line: trimmed, no control characters
    text,      // several lines: newlines unified, no other control characters
    secret,    // password: taken as it is (no trimming), no NUL
    email,     // line that base::EmailAddress takes
    digits,    // spaces and dashes dropped, then 0-9 only: codes
    choice,    // one of `choices`
    number,    // decimal integer, 1 to 19 digits
    flag,      // checkbox: absent, or "on"/"1"/"true"
};

struct Field {
    std::string_view name;
    FieldKind kind;
    std::string_view label;  // as people read it, for messages: "Subject"
    size_t least = 0, most = 255;  // code points; least 0 = may be empty or absent
    std::span<const std::string_view> choices = {};
};

// Values by exact name, in the order they came.
class Fields {
  public:
    void add(std::string name, std::string value) { values_.emplace_back(std::move(name), std::move(value)); }
    const std::string* find(std::string_view name) const;
    std::string_view get(std::string_view name) const;  // "" if absent
    std::optional<std::string_view> maybe(std::string_view name) const;
    bool flag(std::string_view name) const { return !get(name).empty(); }
    void set(std::string_view name, std::string value);
    size_t size() const { return values_.size(); }
    auto begin() const { return values_.begin(); }
    auto end() const { return values_.end(); }

  private:
    std::vector<std::pair<std::string, std::string>> values_;
};

using Complaints = std::vector<base::Complaint>;

// Structure only: every name known and given once. The text says which is not, for the 400 page. "csrf_token" is
// always known.
std::expected<void, std::string> check_names(std::span<const Field> table, const Fields& given);
// Cleans (trims, unifies) and checks the values; complaints in table order, messages like "Enter a subject" or
// "Subject must be 200 characters or fewer".
std::expected<Fields, Complaints> check_values(std::span<const Field> table, const Fields& given);

}  // namespace http
