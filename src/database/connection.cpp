// The only file that sees Connector/C++ 1.1. What it does about that library: text START TRANSACTION and
// COMMIT (its own calls hide failure), executeQuery() for whatever returns rows, results copied out whole, no
// reconnect behind our back, one binding sign per placeholder, statements destroyed before their connection.
#include "database/connection.h"

#include <unordered_map>

#include <cppconn/datatype.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/parameter_metadata.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>

#include "database/session_settings.h"

namespace database {

using Ticks = std::chrono::steady_clock;

namespace {
// What a placeholder was bound as so far. The library keeps the sign of the first number, and sends the
// address of a long text as a number when the placeholder held a number before: so a placeholder keeps its
// kind.
enum class Kind : std::uint8_t { none, text, number, integer };

enum class Reading : std::uint8_t { text, number, integer };

struct Prepared {
    std::unique_ptr<sql::PreparedStatement> statement;
    std::vector<Kind> kinds;
    std::vector<Reading> readings;  // of its columns, known from its first answer on
};

// After these the connection is gone, or out of step with the server; it is never used again.
bool ends_connection(int code) {
    constexpr std::array kEnds = {2006, 2013, 2014, 2027, 2030, 2055, 1053, 1927, 4031};
    return std::ranges::find(kEnds, code) != kEnds.end();
}

// The server's text with the values taken out that it likes to quote ("Duplicate entry 'a@b.c' for key ...").
std::string without_values(int code, std::string text) {
    constexpr std::array kQuoting = {1062, 1292, 1366, 1367, 1411, 1525};
    if (std::ranges::find(kQuoting, code) == kQuoting.end()) return text;
    const auto where = std::max(text.rfind(" for key ") + 1, text.rfind(" for column ") + 1);
    return (code == 1062 ? "duplicate entry" : "value refused") +
           (where > 0 ? " " + text.substr(where) : std::string());
}

// What the log may show of a statement that is not a constant.
std::string_view without_password(std::string_view statement) {
    return statement.substr(0, std::min(statement.find(" IDENTIFIED"), size_t{120}));
}

// As text a whole number would be printed by the library and parsed by us.
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

void bind(Prepared& prepared, unsigned index, const Value& value) {
    auto& statement = *prepared.statement;
    auto& kind = prepared.kinds[index];
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
}  // namespace

// Destroyed from the bottom up: statements, then the connection.
struct Connection::Session {
    std::unique_ptr<sql::Connection> link;
    std::unique_ptr<sql::Statement> plain;
    std::unordered_map<const char*, Prepared> prepared;
    Ticks::time_point last_used = Ticks::now();

    Prepared& bound(const Sql& sql, const std::vector<Value>& values) {
        auto& entry = prepared[sql.text()];
        if (entry.statement && entry.kinds.size() != values.size())
            throw base::Bug(fmt::format("{} values for: {}", values.size(), sql.text()));
        bool fits = entry.statement != nullptr;
        for (size_t i = 0; fits && i < values.size(); ++i) fits = follows(entry.kinds[i], values[i]);
        if (!fits) {
            entry.statement.reset();
            entry.statement.reset(link->prepareStatement(sql.text()));
            entry.kinds.assign(values.size(), Kind::none);
            entry.readings.clear();
        }
        for (unsigned i = 0; i < values.size(); ++i) bind(entry, i, values[i]);
        return entry;
    }
};

Connection::Connection(Options options, base::Log& log) : options_(std::move(options)), log_(log) {}

Connection::~Connection() = default;

void Connection::ready() {
    if (in_transaction_) throw base::Bug("ready() inside a transaction");
    if (session_ && Ticks::now() - session_->last_used > std::chrono::seconds(1)) {
        if (session_->link->isValid())
            session_->last_used = Ticks::now();
        else
            session_.reset();
    }
    if (!session_) connect();
}

void Connection::connect() {
    sql::ConnectOptionsMap wanted;
    if (options_.socket.empty()) {
        wanted["hostName"] = sql::SQLString(options_.host);
        wanted["port"] = options_.port;
    } else {
        wanted["hostName"] = sql::SQLString("unix://" + options_.socket);
    }
    wanted["userName"] = sql::SQLString(options_.user);
    wanted["password"] = sql::SQLString(std::string(options_.password.reveal()));
    if (!options_.schema.empty()) wanted["schema"] = sql::SQLString(options_.schema);
    wanted["OPT_CONNECT_TIMEOUT"] = options_.connect_timeout;
    wanted["OPT_READ_TIMEOUT"] = options_.read_timeout;
    wanted["OPT_WRITE_TIMEOUT"] = options_.write_timeout;
    wanted["OPT_LOCAL_INFILE"] = 0;
    const bool tls = options_.socket.empty() && !options_.tls_ca.empty();
    if (tls) {
        wanted["sslCA"] = sql::SQLString(options_.tls_ca);
        wanted["sslVerify"] = true;
        wanted["sslEnforce"] = true;
    }
    try {
        auto session = std::make_unique<Session>();
        session->link.reset(get_driver_instance()->connect(wanted));
        session->link->setTransactionIsolation(sql::TRANSACTION_READ_COMMITTED);
        session->plain.reset(session->link->createStatement());
        session_ = std::move(session);
    } catch (const sql::SQLException& error) {
        throw base::DatabaseError(error.getErrorCode(),
                                  fmt::format("cannot connect as {}: {}", options_.user, error.what()));
    }
    try {
        settle(tls);
    } catch (...) {
        session_.reset();
        throw;
    }
}

void Connection::settle(bool tls) {
    if (tls) {
        const auto cipher = query_text("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
        if (cipher.empty() || cipher.front().text(1).empty())
            throw base::ConfigError("the database was reached without TLS although a CA file is configured");
    }
    const auto version = query_text("SELECT VERSION()").front().text(0);
    const auto galera = query_text("SHOW SESSION VARIABLES LIKE 'wsrep_on'");
    execute_text(session_settings(options_, version.find("MariaDB") != std::string::npos,
                                  !galera.empty() && galera.front().text(1) == "ON"));
}

// Runs `work`, counts and logs its time, and turns the connector's exceptions into ours. Nothing of the
// connector may outlive `work`: the session can be gone afterwards.
template <class Work>
auto Connection::run(std::string_view statement, Work&& work) {
    if (!session_) throw base::DatabaseError(2006, "no connection to the database");
    if (undone_) throw base::DatabaseError(1213, "the server has already rolled this transaction back");
    const auto begin = Ticks::now();
    const auto settle_time = [&] {
        const auto end = Ticks::now();
        const auto took = end - begin;
        const double ms = base::to_milliseconds(took);
        spent_ += std::chrono::duration_cast<std::chrono::microseconds>(took);
        ++statements_;
        if (session_) session_->last_used = end;
        if (took >= options_.slow)
            log_.warning("database.slow", {{"ms", ms}, {"statement", statement}});
        else if (options_.log_every)
            log_.debug("database.query", {{"ms", ms}, {"statement", statement}});
    };
    try {
        auto result = work(*session_);
        settle_time();
        return result;
    } catch (const sql::SQLException& error) {
        const int code = error.getErrorCode();
        const auto text = fmt::format("{} in: {}", without_values(code, error.what()), statement);
        if (ends_connection(code))
            session_.reset();
        else if (code != 1062 && code != 1213 && code != 1205)
            session_->prepared.erase(statement.data());  // its bindings are in doubt
        undone_ = in_transaction_ && code == 1213;
        settle_time();
        if (code == 1062) throw DuplicateKey(text);
        throw base::DatabaseError(code, text);
    }
}

std::vector<Row> Connection::run_query(const Sql& sql, std::vector<Value> values) {
    return run(sql.text(), [&](Session& session) {
        auto& prepared = session.bound(sql, values);
        const std::unique_ptr<sql::ResultSet> result(prepared.statement->executeQuery());
        if (prepared.readings.empty()) prepared.readings = readings_of(*result);
        return rows_of(*result, prepared.readings);
    });
}

std::uint64_t Connection::run_execute(const Sql& sql, std::vector<Value> values) {
    return run(sql.text(), [&](Session& session) {
        return static_cast<std::uint64_t>(session.bound(sql, values).statement->executeUpdate());
    });
}

std::uint64_t Connection::last_id() {
    constexpr Sql kLastId = "SELECT LAST_INSERT_ID()";
    return run_query(kLastId, {}).front().number(0);
}

std::optional<Row> Connection::only(std::vector<Row> rows) {
    if (rows.size() > 1) throw base::Bug(fmt::format("{} rows where at most one was expected", rows.size()));
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

void Connection::execute_text(const std::string& statement) {
    run(without_password(statement), [&](Session& session) {
        if (session.plain->execute(
                statement))  // it did return rows: fetch them, or the next call fails with 2014
            const std::unique_ptr<sql::ResultSet> unwanted(session.plain->getResultSet());
        return 0;
    });
}

std::vector<Row> Connection::query_text(const std::string& statement) {
    return run(without_password(statement), [&](Session& session) {
        const std::unique_ptr<sql::ResultSet> result(session.plain->executeQuery(statement));
        return rows_of(*result, readings_of(*result));
    });
}

void Connection::roll_back() noexcept {
    in_transaction_ = undone_ = false;
    if (!session_) return;
    try {
        execute_text("ROLLBACK");
    } catch (...) {
        session_.reset();
    }
}

}  // namespace database
