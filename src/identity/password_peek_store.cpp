#include "identity/password_peek_store.h"

namespace identity {

constexpr database::Sql kPeek = "SELECT 1 FROM password LIMIT 1";
bool may_read_passwords(database::Connection& db) {
    constexpr int kTableDenied = 1142;
    try {
        db.query(kPeek);
        return true;
    } catch (const base::DatabaseError& error) {
        if (error.code == kTableDenied) return false;
        throw;
    }
}

}  // namespace identity
