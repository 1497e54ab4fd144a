// Named values of a query, a form or a JSON body: exact names, one value each. A field table (`Field`s beside
// the action) is the schema: what is unknown, given twice or absent though demanded is a bad request (400);
// what is too long, empty or ill-formed is a complaint for the person.
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
    line,    // one line: trimmed, NFC, no control characters
    text,    // several lines: newlines unified, trimmed, NFC, no control characters but tab
    secret,  // password: taken as it is (no trimming), no NUL
    email,   // line that base::EmailAddress takes; cleaned to its text()
    digits,  // spaces and dashes dropped, then 0-9 only: codes
    choice,  // one of `choices`
    number,  // decimal integer of 1 to 19 digits that fits 64 bits; JSON: an integer
    flag,    // checkbox: absent, or "on"/"1"/"true", cleaned to "on"; JSON: true or false
};

struct Field {
    std::string_view name;
    FieldKind kind;
    std::string_view label;                          // as people read it, for messages: "Subject"
    size_t least = 0, most = 255;                    // code points; least 0 = may be empty or absent
    std::span<const std::string_view> choices = {};  // NOLINT(readability-redundant-member-init): g++ warns
};

// Rows of a field table: name, label for messages, least and most code points.
constexpr Field line(std::string_view name, std::string_view label, size_t least, size_t most) {
    return {.name = name, .kind = FieldKind::line, .label = label, .least = least, .most = most};
}
constexpr Field text(std::string_view name, std::string_view label, size_t least, size_t most) {
    return {.name = name, .kind = FieldKind::text, .label = label, .least = least, .most = most};
}
constexpr Field secret(std::string_view name, std::string_view label) {
    return {.name = name, .kind = FieldKind::secret, .label = label, .least = 1, .most = 1024};
}
constexpr Field email(std::string_view name, std::string_view label) {
    return {.name = name, .kind = FieldKind::email, .label = label, .least = 1, .most = 254};
}
constexpr Field code(std::string_view name, std::string_view label) {
    return {.name = name, .kind = FieldKind::digits, .label = label, .least = 1, .most = 12};
}
constexpr Field number(std::string_view name, std::string_view label) {
    return {.name = name, .kind = FieldKind::number, .label = label, .least = 1, .most = 19};
}
constexpr Field flag(std::string_view name, std::string_view label) {
    return {.name = name, .kind = FieldKind::flag, .label = label};
}
// `least` 0: may be left out.
constexpr Field choice(std::string_view name, std::string_view label,
                       std::span<const std::string_view> choices, size_t least = 1) {
    return {.name = name,
            .kind = FieldKind::choice,
            .label = label,
            .least = least,
            .most = 32,
            .choices = choices};
}

// How a value was written: a form has text only, JSON has types, and a wrong type is refused.
enum class ValueType { form, json_text, json_integer, json_boolean };

// Values by exact name, in the order they came. A JSON boolean is "true" or "", so that flag() is right for
// both.
class Fields {
  public:
    void add(std::string name, std::string value, ValueType type = ValueType::form);
    const std::string* find(std::string_view name) const;
    std::string_view get(std::string_view name) const;  // "" if absent
    std::optional<std::string_view> maybe(std::string_view name) const;
    bool flag(std::string_view name) const { return !get(name).empty(); }
    void set(std::string_view name, std::string value);
    ValueType type(std::string_view name) const;  // form if absent
    size_t size() const { return values_.size(); }
    auto begin() const { return values_.begin(); }
    auto end() const { return values_.end(); }

  private:
    std::vector<std::pair<std::string, std::string>> values_;
    std::vector<ValueType> types_;  // of values_, one each
};

using Complaints = std::vector<base::Complaint>;

// Structure only: every name known, given once and, in JSON, of the right type; what must not be empty
// (`least` above 0) is there, but for choices and flags, which a browser leaves out when nothing is chosen.
// "csrf_token" is always known. The text says what is wrong, for the 400 page.
std::expected<void, std::string> check_names(std::span<const Field> table, const Fields& given);
// Cleans and checks the values; at most one complaint a field, in table order, such as "Enter a subject." or
// "Subject must be 200 characters or fewer." What was absent stays absent (maybe() tells), "csrf_token" is
// left out.
std::expected<Fields, Complaints> check_values(std::span<const Field> table, const Fields& given);

}  // namespace http
