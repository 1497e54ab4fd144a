// A transaction, and the loop that runs it again. "COMMIT" is a statement here: the connector's own commit()
// hides failure. A thing counts as done only when `transact` has returned.
#pragma once

#include <type_traits>

#include "database/connection.h"

namespace database {

class Transaction {
  public:
    explicit Transaction(Connection& connection);  // START TRANSACTION; nesting is a Bug
    ~Transaction();                                // rolls back unless committed, swallowing errors
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

bool is_retryable(const base::DatabaseError& error);  // 1213, 1205, and Galera's 1047/1020 on commit

// Runs `work` in a transaction, from its beginning, at most three times when the database says deadlock, lock
// wait or certification failure; then the error goes on. `work` must have no other effect than on the
// database; what is to be said of it in the log is said after `transact`. When it returns a std::expected
// without a value, nothing is committed.
template <class Work>
auto transact(Connection& connection, Work&& work) {
    for (int attempt = 1;; ++attempt) {
        try {
            Transaction transaction(connection);
            if constexpr (std::is_void_v<decltype(work())>) {
                work();
                transaction.commit();
                return;
            } else {
                auto result = work();
                bool keep = true;
                if constexpr (requires { result.error(); }) keep = result.has_value();
                if (keep) transaction.commit();
                return result;
            }
        } catch (const base::DatabaseError& error) {
            if (attempt == 3 || !is_retryable(error)) throw;
        }
    }
}

}  // namespace database
