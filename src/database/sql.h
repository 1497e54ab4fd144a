// The text of a statement: a compile-time constant, so that no value is ever pasted into it.
//   constexpr database::Sql kFind = "SELECT id FROM account WHERE email = ?";
#pragma once

namespace database {

class Sql {
  public:
    // NOLINTNEXTLINE(google-explicit-constructor): a literal reads best as it is
    consteval Sql(const char* text) : text_(text) {}
    constexpr const char* text() const { return text_; }

  private:
    const char* text_;  // its address is the key of the statement cache
};

}  // namespace database
