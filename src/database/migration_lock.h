// Who may migrate: one row in `migration_lock`, taken by a conditional UPDATE that counts only once COMMIT
// returned (on Galera, GET_LOCK and row locks do not exclude other nodes). The holder renews it before each
// statement. A lock whose time is over, or whose connection is gone from the same server, may be taken by the
// next. Never waits.
#pragma once

#include <string>

#include "base/clock.h"
#include "database/connection.h"

namespace database {

class MigrationLock {
  public:
    // Throws base::Busy, naming the holder, when another has it.
    MigrationLock(Connection& connection, std::string holder, const base::Clock& clock);
    ~MigrationLock();  // releases, swallowing errors
    MigrationLock(const MigrationLock&) = delete;
    MigrationLock& operator=(const MigrationLock&) = delete;
    // Ten more minutes: longer than any one statement should take. Throws base::Busy when the lock was lost.
    void renew();
    void release();

  private:
    Connection& connection_;
    std::string holder_;
    const base::Clock& clock_;
    bool held_ = true;
};

}  // namespace database
