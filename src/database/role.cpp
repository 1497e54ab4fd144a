// From the configuration's words to a connection's options.
#include "database/role.h"

#include "database/migrations.h"
#include "database/withdrawal.h"

namespace database {

Options options_for(Role role, const base::Configuration& configuration) {
    const std::string name = role_name(role);
    Options options;
    options.host = configuration.text("database.host");
    if (options.host.empty() || configuration.given("database.socket"))
        options.socket = configuration.text("database.socket");
    options.port = static_cast<int>(configuration.integer("database.port"));
    options.schema = configuration.text("database.schema");
    options.user = configuration.text("database." + name + "_user");
    options.password = configuration.secret("database." + name + "_password").copy();
    options.tls_ca = configuration.text("database.tls_ca");
    const auto seconds_of = [&](const char* key) {
        return static_cast<int>(configuration.seconds(key).count());
    };
    options.connect_timeout = seconds_of("database.connect_timeout");
    options.read_timeout = seconds_of("database.read_timeout");
    options.write_timeout = seconds_of("database.write_timeout");
    options.statement_timeout = seconds_of("database.statement_timeout");
    options.lock_wait_timeout = seconds_of("database.lock_wait_timeout");
    options.slow = configuration.milliseconds("database.slow");
    options.log_every = configuration.development();
    if (role == Role::owner) {
        options.statement_timeout = 0;
        options.read_timeout = options.write_timeout = 3600;
    }
    return options;
}

void apply_grants(Connection& owner, const base::Configuration& configuration, base::Log& log,
                  const std::function<void(const std::string&)>& tell) {
    std::vector<Grantee> grantees;
    for (const auto role : {Role::gate, Role::house, Role::courier}) {
        const std::string name = role_name(role);
        grantees.push_back({role, configuration.text("database." + name + "_user"),
                            configuration.secret("database." + name + "_password").copy()});
    }
    const auto& schema = configuration.text("database.schema");
    const std::string host = options_for(Role::owner, configuration).socket.empty() ? "%" : "localhost";
    apply_grants(owner, schema, host, grantees, grant_statements());
    // One user may serve two roles.
    const auto listed_for = [&](const std::string& user) {
        std::set<Privilege> listed;
        for (const auto& grantee : grantees)
            if (grantee.user == user) listed.merge(listed_privileges(grant_statements(), grantee.role));
        return listed;
    };
    bool again = false;
    for (const auto& grantee : grantees) {
        try {
            Connection own(options_for(grantee.role, configuration), log);
            own.ready();
            const auto held = held_privileges(own, schema, grantee.user, host);
            for (const auto& gone :
                 withdraw(owner, schema, grantee.user, host, held, listed_for(grantee.user))) {
                tell(fmt::format("taken back from {}: {}", grantee.user, gone.in_words()));
                again = true;
            }
        } catch (const base::DatabaseError& error) {
            tell(fmt::format(
                "the privileges of {} could not be compared (error {}); what an earlier version gave it "
                "may still be there",
                grantee.user, error.code));
        }
    }
    if (again) apply_grants(owner, schema, host, grantees, grant_statements());
}

}  // namespace database
