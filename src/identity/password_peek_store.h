// Whether a role's database user can read password hashes, which only gate's and the owner's may. For doctor.
#pragma once

#include "database/connection.h"

namespace identity {

bool may_read_passwords(database::Connection& db);

}  // namespace identity
