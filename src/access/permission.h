// What a person may do. Routes name one permission each; roles hold sets of them. The bit of a permission
// never changes: it is stored in role.permissions.
#pragma once

#include <cstdint>
#include <string_view>

namespace authority {  // "access" is a function of POSIX

enum class Permission : unsigned {
    ticket_own = 0,      // open tickets, follow and close one's own
    ticket_desk = 1,     // see every ticket, answer, change status
    account_view = 2,    // see accounts, sessions, failed sign-ins
    account_manage = 3,  // create, disable, unlock accounts
    role_manage = 4,     // grant and revoke roles
    audit_view = 5,
    contact_view = 6,
    delivery_view = 7,    // see outbox and deliveries
    delivery_manage = 8,  // retry and drop deliveries, send tests
    system_view = 9,      // health, figures
};

struct Rights {
    std::uint64_t bits = 0;
    constexpr bool has(Permission permission) const {
        return (bits >> static_cast<unsigned>(permission)) & 1u;
    }
    constexpr Rights with(Permission permission) const {
        return {bits | (std::uint64_t{1} << static_cast<unsigned>(permission))};
    }
};

// The built-in roles and what they hold; sql/0001 inserts the same numbers (a unit test compares).
constexpr Rights kClient = Rights{}.with(Permission::ticket_own);
constexpr Rights kAgent = kClient.with(Permission::ticket_desk);
constexpr Rights kAdministrator = {0x3ff};

}  // namespace authority
