// See prepared.h.
#include "database/prepared.h"

#include <array>

#include <cppconn/connection.h>
#include <cppconn/datatype.h>
#include <cppconn/resultset_metadata.h>

#include "base/error.h"

namespace database {

namespace {

using Kind = Prepared::Kind;
using Reading = Prepared::Reading;

Reading reading_of(sql::ResultSetMetaData& columns, unsigned place) {
    switch (columns.getColumnType(place)) {
        case sql::DataType::TINYINT:
        case sql::DataType::SMALLINT:
        case sql::DataType::MEDIUMINT:
        case sql::DataType::INTEGER:
        case sql::DataType::BIGINT: return columns.isSigned(place) ? Reading::integer : Reading::number;
        default: return Reading::text;
    }
}

std::vector<Reading> readings_of(sql::ResultSet& result) {
    auto& columns = *result.getMetaData();
    std::vector<Reading> readings(columns.getColumnCount());
    for (unsigned i = 0; i < readings.size(); ++i) readings[i] = reading_of(columns, i + 1);
    return readings;
}

std::vector<Row> rows_of(sql::ResultSet& result, const std::vector<Reading>& readings) {
    std::vector<Row> rows;
    rows.reserve(result.rowsCount());
    while (result.next()) {
        std::vector<Value::Held> row(readings.size());
        for (unsigned i = 0; i < readings.size(); ++i) {
            if (result.isNull(i + 1)) continue;
            switch (readings[i]) {
                case Reading::text: row[i] = result.getString(i + 1).asStdString(); break;
                case Reading::number: row[i] = result.getUInt64(i + 1); break;
                case Reading::integer: row[i] = result.getInt64(i + 1); break;
            }
        }
        rows.emplace_back(std::move(row));
    }
    return rows;
}

Kind kind_of(const Value& value) {
    constexpr std::array kKinds = {Kind::none, Kind::text, Kind::integer, Kind::number};  // as in Value::Held
    return kKinds[value.held().index()];
}

// Whether `value` can follow what the placeholder held before.
bool follows(Kind before, const Value& value) {
    const auto kind = kind_of(value);
    if (before == Kind::none || kind == Kind::none || kind == before) return true;
    const auto* integer = std::get_if<std::int64_t>(&value.held());
    return before == Kind::number && integer && *integer >= 0;  // bound as unsigned then
}

}  // namespace

void Prepared::bind(sql::Connection& link, const Sql& sql, const std::vector<Value>& values) {
    if (statement_ && kinds_.size() != values.size())
        throw base::Bug(fmt::format("{} values for: {}", values.size(), sql.text()));
    bool fits = statement_ != nullptr;
    for (size_t i = 0; fits && i < values.size(); ++i) fits = follows(kinds_[i], values[i]);
    if (!fits) {
        statement_.reset();
        statement_.reset(link.prepareStatement(sql.text()));
        kinds_.assign(values.size(), Kind::none);
        readings_.clear();
    }
    for (unsigned i = 0; i < values.size(); ++i) bind_one(i, values[i]);
}

void Prepared::bind_one(unsigned index, const Value& value) {
    auto& statement = *statement_;
    auto& kind = kinds_[index];
    const unsigned place = index + 1;
    if (kind == Kind::none) kind = kind_of(value);
    if (const auto* text = std::get_if<std::string>(&value.held()))
        statement.setString(place, *text);
    else if (const auto* number = std::get_if<std::uint64_t>(&value.held()))
        statement.setUInt64(place, *number);
    else if (const auto* integer = std::get_if<std::int64_t>(&value.held()); !integer)
        statement.setNull(place, 0);
    else if (kind == Kind::number)
        statement.setUInt64(place, static_cast<std::uint64_t>(*integer));
    else
        statement.setInt64(place, *integer);
}

std::vector<Row> Prepared::query() {
    const std::unique_ptr<sql::ResultSet> result(statement_->executeQuery());
    if (readings_.empty()) readings_ = readings_of(*result);
    return rows_of(*result, readings_);
}

std::uint64_t Prepared::execute() {
    return static_cast<std::uint64_t>(statement_->executeUpdate());
}

std::vector<Row> rows_of(sql::ResultSet& result) {
    return rows_of(result, readings_of(result));
}

}  // namespace database
