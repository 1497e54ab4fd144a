// `gatehouse providers list|reset|usage`: how the providers are doing, calling one again that was given up,
// and how often each was called, for what and with which end. Nothing about persons.
#include <cstdio>

#include "app/provider_store.h"
#include "base/json.h"
#include "commands/system.h"

namespace commands {

namespace {

// As the courier: its database user may see and mend the breakers and nothing of the people.
System as_courier(const Arguments& arguments) {
    return {arguments, database::Role::courier, {}};
}

base::Json as_json(const std::optional<base::Instant>& at) {
    return at ? base::Json(base::to_rfc3339(*at)) : base::Json();
}

int list(const Arguments& arguments) {
    auto system = as_courier(arguments);
    const auto now = system.context().now();
    base::Json::Array rows;
    for (const auto& [name, health] : app::provider_healths(system.context().database)) {
        const auto leave = app::leave_at(health, now);
        if (arguments.flag("--json")) {
            rows.emplace_back(base::Json::Object{{"name", name},
                                                 {"state", app::to_text(health.state)},
                                                 {"failures", health.troubled + health.misconfigured},
                                                 {"wait", static_cast<std::uint64_t>(leave.wait.count())},
                                                 {"changed_at", as_json(health.changed)}});
            continue;
        }
        fmt::print("{:<14} {:<8} failures in a row {}", name, app::to_text(health.state),
                   health.troubled + health.misconfigured);
        if (leave.kind == app::Leave::Kind::wait) fmt::print("  called again in {} s", leave.wait.count());
        if (health.changed) fmt::print("  since {}", base::to_rfc3339(*health.changed));
        fmt::print("\n");
    }
    if (arguments.flag("--json")) fmt::print("{}\n", base::Json(std::move(rows)).dump());
    return kFine;
}

int reset(const Arguments& arguments) {
    auto system = as_courier(arguments);
    auto& context = system.context();
    const auto name = arguments.positional("NAME");
    if (!app::reset_provider(context.database, name, context.now()))
        return fail(kBadInput, name + ": nothing was wrong with it; see: gatehouse providers list");
    context.log.info("provider.reset", {{"provider", name}});
    fmt::print("{}: called again from now on\n", name);
    return kFine;
}

int usage(const Arguments& arguments) {
    const auto days = number(arguments.option("--days").value_or("30"));
    if (!days || *days < 1 || *days > 400) return fail(kUsage, "--days is 1 to 400");
    auto system = as_courier(arguments);
    auto& context = system.context();
    base::Json::Array rows;
    for (const auto& [day, calls] :
         app::calls_by_day(context.database, context.now() - std::chrono::days(*days - 1))) {
        if (arguments.flag("--json"))
            rows.emplace_back(base::Json::Object{{"day", day},
                                                 {"provider", calls.provider},
                                                 {"kind", calls.kind},
                                                 {"outcome", calls.outcome},
                                                 {"calls", calls.calls}});
        else
            fmt::print("{}  {:<14} {:<24} {:<20} {:>8}\n", day, calls.provider, calls.kind, calls.outcome,
                       calls.calls);
    }
    if (arguments.flag("--json")) fmt::print("{}\n", base::Json(std::move(rows)).dump());
    return kFine;
}

}  // namespace

Command providers_list() {
    return {"providers list",
            "how the providers are doing that something was ever wrong with",
            {},
            {json_option()},
            list};
}

Command providers_reset() {
    return {"providers reset",
            "calls a provider again that was given up",
            {{"NAME", "from providers list"}},
            {},
            reset};
}

Command providers_usage() {
    return {"providers usage",
            "calls of each day: to whom, what for, how they ended",
            {},
            {{"--days", "N", "of the last so many days (30)"}, json_option()},
            usage};
}

}  // namespace commands
