// What it does about Connector/C++ 1.1, which only this file and prepared.cpp see: text START TRANSACTION and
// COMMIT (its own calls hide failure), executeQuery() for whatever returns rows, no reconnect behind our
// back, statements destroyed before their connection.
#include "database/connection.h"

#include <unordered_map>

#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include "database/prepared.h"
#include "database/server_error.h"
#include "database/session_settings.h"

namespace database {

using Ticks = std::chrono::steady_clock;

// Destroyed from the bottom up: statements, then the connection.
struct Connection::Session {
    std::unique_ptr<sql::Connection> link;
    std::unique_ptr<sql::Statement> plain;
    std::unordered_map<const char*, Prepared> prepared;
    Ticks::time_point last_used = Ticks::now();

    Prepared& bound(const Sql& sql, const std::vector<Value>& values) {
        auto& entry = prepared[sql.text()];
        entry.bind(*link, sql, values);
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
    return run(sql.text(), [&](Session& session) { return session.bound(sql, values).query(); });
}

std::uint64_t Connection::run_execute(const Sql& sql, std::vector<Value> values) {
    return run(sql.text(), [&](Session& session) { return session.bound(sql, values).execute(); });
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
        return rows_of(*result);
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
