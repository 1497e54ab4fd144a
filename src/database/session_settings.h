// What every session is set to, in one statement right after connecting. Depends on nothing the server's own
// configuration says; works on MariaDB and on MySQL 8, which name their statement time limit differently.
#pragma once

#include <string>

#include "database/connection.h"

namespace database {

// `galera`: the node belongs to a cluster, so reads wait until it has applied what others committed before.
std::string session_settings(const Options& options, bool mariadb, bool galera);

}  // namespace database
