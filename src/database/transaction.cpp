// Transactions as text statements, because those throw when the server refuses. A rollback that fails takes
// the connection with it: whatever the server still held open ends there, and never reaches the next request.
#include "database/transaction.h"

namespace database {

Transaction::Transaction(Connection& connection) : connection_(connection) {
    if (connection.in_transaction_) throw base::Bug("a transaction inside a transaction");
    connection.execute_text("START TRANSACTION");
    connection.in_transaction_ = true;
}

Transaction::~Transaction() {
    if (open_) connection_.roll_back();
}

void Transaction::commit() {
    if (!open_) throw base::Bug("a transaction committed twice");
    connection_.execute_text("COMMIT");  // on failure the destructor rolls back
    open_ = false;
    connection_.in_transaction_ = false;
}

bool is_retryable(const base::DatabaseError& error) {
    constexpr std::array kAgain = {
        1213,  // deadlock, or Galera's certification failed
        1205,  // lock wait timeout
        1047,  // Galera: the node is not ready
        1020,  // the row changed since it was read
    };
    return std::ranges::find(kAgain, error.code) != kAgain.end();
}

}  // namespace database
