// One prepared statement, and what Connector/C++ 1.1 makes us know about it: what each placeholder was bound
// as, how each column is read. Guarantees: one binding sign per placeholder, or the statement is prepared
// anew; what is returned is copied out whole. The library's exceptions pass through: connection.cpp knows
// what they mean. Internal to connection.cpp; must be gone before its connection.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>

#include "database/sql.h"
#include "database/value.h"

namespace sql {
class Connection;
}

namespace database {

class Prepared {
  public:
    // Prepares on `link` at the first use, and whenever a value does not fit what its placeholder held. As
    // many values as at every use before, or it is a base::Bug.
    void bind(sql::Connection& link, const Sql& sql, const std::vector<Value>& values);
    std::vector<Row> query();
    std::uint64_t execute();

    // What a placeholder was bound as so far. The library keeps the sign of the first number, and sends the
    // address of a long text as a number when the placeholder held a number before: so a placeholder keeps
    // its kind.
    enum class Kind : std::uint8_t { none, text, number, integer };
    // How a column comes over: as text a whole number would be printed by the library and parsed by us.
    enum class Reading : std::uint8_t { text, number, integer };

  private:
    void bind_one(unsigned index, const Value& value);

    std::unique_ptr<sql::PreparedStatement> statement_;
    std::vector<Kind> kinds_;
    std::vector<Reading> readings_;  // of its columns, known from its first answer on
};

// All rows of a statement that was not prepared.
std::vector<Row> rows_of(sql::ResultSet& result);

}  // namespace database
