// `gatehouse routes`: the route table, for people and for programs. The walk of every route by every role
// reads it, and so can whoever writes rules for a proxy in front.
#include <fmt/format.h>

#include <cstdio>

#include "base/json.h"
#include "commands/command.h"
#include "portal/route.h"

namespace commands {
namespace {

using authority::Permission;
using portal::Access;

std::string_view to_text(Permission permission) {
    switch (permission) {
        case Permission::ticket_own: return "ticket_own";
        case Permission::ticket_desk: return "ticket_desk";
        case Permission::account_view: return "account_view";
        case Permission::account_manage: return "account_manage";
        case Permission::role_manage: return "role_manage";
        case Permission::audit_view: return "audit_view";
        case Permission::contact_view: return "contact_view";
        case Permission::delivery_view: return "delivery_view";
        case Permission::delivery_manage: return "delivery_manage";
        case Permission::system_view: return "system_view";
    }
    return "";
}

std::string to_text(const Access& access) {
    switch (access.kind()) {
        case Access::Kind::anyone: return "anyone";
        case Access::Kind::local: return "local";
        case Access::Kind::signed_in: return "signed_in";
        case Access::Kind::permission: return std::string(to_text(access.permission()));
        case Access::Kind::proved_self: return "signed_in, proved";
        case Access::Kind::proved: return fmt::format("{}, proved", to_text(access.permission()));
    }
    return "";
}

base::Json names_of(std::span<const http::Field> fields) {
    base::Json::Array names;
    for (const auto& field : fields) names.emplace_back(field.name);
    return names;
}

base::Json to_json(const portal::Route& route) {
    base::Json::Object all;
    all.emplace("method", http::to_text(route.method));
    all.emplace("path", route.pattern);
    all.emplace("pool", portal::to_text(route.pool));
    all.emplace("access", to_text(route.access));
    all.emplace("query", names_of(route.shape.query_fields()));
    all.emplace("fields", names_of(route.shape.body_fields()));
    all.emplace("most_bytes", static_cast<std::int64_t>(route.shape.most_bytes()));
    if (!route.limit.counts()) return all;
    const auto& rate = route.limit.rate();
    all.emplace("limit", base::Json::Object{{"name", rate.name},
                                            {"amount", rate.amount},
                                            {"seconds", static_cast<std::int64_t>(rate.window.count())}});
    return all;
}

int run(const Arguments& arguments) {
    if (arguments.flag("--json")) {
        base::Json::Array array;
        for (const auto& route : portal::routes()) array.push_back(to_json(route));
        fmt::print("{}\n", base::Json(std::move(array)).dump());
        return kFine;
    }
    for (const auto& route : portal::routes()) {
        const auto& rate = route.limit.rate();
        const auto limit =
            route.limit.counts() ? fmt::format("{} in {} s", rate.amount, rate.window.count()) : "-";
        fmt::print("{:<5} {:<32} {:<6} {:<20} {}\n", http::to_text(route.method), route.pattern,
                   portal::to_text(route.pool), to_text(route.access), limit);
    }
    return kFine;
}

}  // namespace

Command routes() {
    return {"routes", "every page and action, who may use it and how often", {}, {json_option()}, run};
}

}  // namespace commands
