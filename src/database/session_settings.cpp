// One SET for everything: it costs one round trip, and a setting the server does not know fails the connect.
#include "database/session_settings.h"

namespace database {

std::string session_settings(const Options& options, bool mariadb, bool galera) {
    std::string settings =
        "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci, "
        "SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
        "NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY', "
        "SESSION time_zone = '+00:00'";
    settings += fmt::format(", SESSION innodb_lock_wait_timeout = {}", options.lock_wait_timeout);
    if (mariadb)  // seconds, any statement
        settings += fmt::format(", SESSION max_statement_time = {}", options.statement_timeout);
    else  // MySQL: milliseconds, SELECT only
        settings += fmt::format(", SESSION max_execution_time = {}", options.statement_timeout * 1000);
    if (galera) settings += ", SESSION wsrep_sync_wait = 1";
    return settings;
}

}  // namespace database
