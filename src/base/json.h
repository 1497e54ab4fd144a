// JSON values, strict on the way in: duplicate keys, depth over 16, trailing text and invalid UTF-8 are
// errors; numbers stay integers where they are. Hides nlohmann (10 s to compile) in one file.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace base {

class Json {
  public:
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;

    Json() = default;  // null
    Json(bool v) : value_(v) {}
    Json(int v) : value_(std::int64_t{v}) {}
    Json(std::int64_t v) : value_(v) {}
    Json(std::uint64_t v) : value_(static_cast<std::int64_t>(v)) {}
    Json(double v) : value_(v) {}
    Json(std::string v) : value_(std::move(v)) {}
    Json(std::string_view v) : value_(std::string(v)) {}
    Json(const char* v) : value_(std::string(v)) {}
    Json(Array v) : value_(std::move(v)) {}
    Json(Object v) : value_(std::move(v)) {}

    // The error says what is wrong and at which byte, never quoting the text.
    static std::expected<Json, std::string> parse(std::string_view text);
    std::string dump() const;  // compact, keys sorted, valid UTF-8 (bad bytes become U+FFFD)

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    const bool* boolean() const { return std::get_if<bool>(&value_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
    const double* number() const { return std::get_if<double>(&value_); }
    const std::string* text() const { return std::get_if<std::string>(&value_); }
    const Array* array() const { return std::get_if<Array>(&value_); }
    const Object* object() const { return std::get_if<Object>(&value_); }
    // The member `name` of an object; nullptr if this is no object or has none.
    const Json* find(std::string_view name) const;
    // The text at `name`, or "".
    std::string_view text_at(std::string_view name) const;

  private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

}  // namespace base
