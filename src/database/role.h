// The database users of a portal: the owner changes the schema, the others may do what sql/grants.sql says.
// Which user a role has, and how the server is reached, comes from the configuration's section "database".
#pragma once

#include "base/configuration.h"
#include "database/grants.h"

namespace database {

// An empty password means login by unix_socket. The owner has no statement timeout: a migration may take
// long.
Options options_for(Role role, const base::Configuration& configuration);

// apply_grants() with the configured users and sql/grants.sql.
void apply_grants(Connection& connection, const base::Configuration& configuration);

}  // namespace database
