// One connection to MariaDB: prepared statements only, cached by their constant; session settings fixed at
// connect (strict SQL mode, UTC, utf8mb4, READ COMMITTED, statement timeout). Guarantees: every SELECT is
// fetched whole, so the connection never falls out of step; after 2006, 2013, 2014, 2027, 2030, 2055, 1053,
// 1927 or 4031 it is thrown away with its statements and made anew at the next `ready()`. Never used across
// fork; never retries by itself; never repeats a bound value in an error's text.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "database/sql.h"
#include "database/value.h"

namespace database {

struct Options {
    std::string socket;  // Unix socket path; or "" and host/port
    std::string host;
    int port = 3306;
    std::string schema, user;
    base::Secret password;  // empty: unix_socket login
    std::string tls_ca;     // with host: TLS demanded and checked against this CA file
    int connect_timeout = 3, read_timeout = 10, write_timeout = 10;  // seconds
    int statement_timeout = 8;                                       // seconds, max_statement_time
    int lock_wait_timeout = 4;                                       // seconds, innodb_lock_wait_timeout
    std::chrono::milliseconds slow{200};  // statements slower than this are logged as database.slow
    bool log_every = false;               // development: each statement with its time, as debug
};

class Connection {
  public:
    Connection(Options options, base::Log& log);  // does not connect yet
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Makes the connection usable before a request or a job: connects if there is none, pings one idle for
    // more than a second, replaces a broken one. Throws DatabaseError when the server cannot be had.
    void ready();

    // All throw base::DatabaseError; 1062 (duplicate key) is thrown as DuplicateKey.
    template <class... V>
    std::vector<Row> query(const Sql& sql, const V&... values) {
        return run_query(sql, {Value(values)...});
    }
    // The only row, or nothing; more than one is a Bug.
    template <class... V>
    std::optional<Row> query_one(const Sql& sql, const V&... values) {
        return only(run_query(sql, {Value(values)...}));
    }
    // How many rows were changed (not: found).
    template <class... V>
    std::uint64_t execute(const Sql& sql, const V&... values) {
        return run_execute(sql, {Value(values)...});
    }
    // INSERT into a table with AUTO_INCREMENT: the new id.
    template <class... V>
    std::uint64_t insert(const Sql& sql, const V&... values) {
        run_execute(sql, {Value(values)...});
        return last_id();
    }
    // Text that is not ours to know at compile time (migrations, set-up). Only database/ and commands/ may
    // call it. What follows IDENTIFIED never reaches the log.
    void execute_text(const std::string& statement);
    std::vector<Row> query_text(const std::string& statement);

    // Time spent waiting for the database, and statements run, since `forget_time()`.
    std::chrono::microseconds spent() const { return spent_; }
    int statements() const { return statements_; }
    void forget_time() { spent_ = {}, statements_ = 0; }
    bool in_transaction() const { return in_transaction_; }

  private:
    friend class Transaction;
    struct Session;  // the connector's objects, destroyed in the right order
    void connect();
    void settle(bool tls);  // the session settings, and the check that TLS is on
    template <class Work>
    auto run(std::string_view statement, Work&& work);
    void roll_back() noexcept;
    std::vector<Row> run_query(const Sql& sql, std::vector<Value> values);
    std::uint64_t run_execute(const Sql& sql, std::vector<Value> values);
    std::uint64_t last_id();
    static std::optional<Row> only(std::vector<Row> rows);

    Options options_;
    base::Log& log_;
    std::unique_ptr<Session> session_;
    std::chrono::microseconds spent_{};
    int statements_ = 0;
    bool in_transaction_ = false;
    bool undone_ = false;  // 1213 came: until ROLLBACK, statements would run outside of any transaction
};

struct DuplicateKey : base::DatabaseError {
    explicit DuplicateKey(const std::string& text) : base::DatabaseError(1062, text) {}
};

}  // namespace database
