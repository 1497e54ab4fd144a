// Each check is a name and what is wrong; nothing wrong is "ok". 503 when any is not.
#include "portal/health.h"

#include <filesystem>

#include "app/folders.h"
#include "database/migrations.h"
#include "database/server_clock.h"
#include "outbox/backlog.h"

namespace portal {

namespace {

std::string check_schema(app::Context& context) {
    return database::is_current(context.database) ? "ok"
                                                  : "the schema is not current: run gatehouse migrate up";
}

std::string check_disk(const app::Context& context) {
    std::error_code error;
    const auto space = std::filesystem::space(context.config.text("server.state_folder"), error);
    if (error) return "the state folder cannot be read (server.state_folder)";
    constexpr std::uintmax_t kLeast = 64u << 20;
    return space.available < kLeast ? "less than 64 MiB are free in server.state_folder" : "ok";
}

std::string check_clock(app::Context& context) {
    const auto apart = std::chrono::abs(database::server_now(context.database) - base::SystemClock().now());
    return apart > std::chrono::seconds(30) ? "clock and database's clock are more than 30 s apart" : "ok";
}

std::string check_mail(app::Context& context) {
    const auto age = outbox::glance(context).age(context.now());
    if (age <= context.config.seconds("courier.late_after")) return "ok";
    return fmt::format("the oldest unsent mail is {} s old: see gatehouse outbox list", age.count());
}

// No reason to send people elsewhere: the portal works on without it.
std::string describe_store(const app::Context& context) {
    std::error_code error;
    if (!std::filesystem::exists(app::redis_away_file(context.config), error) && !error) return "ok";
    return "Redis is away; the portal goes on with the database";
}

}  // namespace

http::Response alive_show(app::Context&, const http::Request&) {
    return http::Response::bytes("ok\n", "text/plain; charset=utf-8");
}

http::Response ready_show(app::Context& context, const http::Request&) {
    base::Json::Object checks;
    bool ready = true;
    const auto note = [&](const char* name, auto check) {
        std::string state;
        try {
            state = check();
        } catch (const base::DatabaseError& error) {
            state = fmt::format("the database cannot be reached (error {})", error.code);
        }
        ready = ready && state == "ok";
        checks.emplace(name, state);
    };
    note("database", [&] { return context.database.ready(), std::string("ok"); });
    note("schema", [&] { return check_schema(context); });
    note("mail", [&] { return check_mail(context); });
    note("disk", [&] { return check_disk(context); });
    note("clock", [&] { return check_clock(context); });
    if (context.config.text("store.kind") == "redis") checks.emplace("store", describe_store(context));
    return http::Response::json(base::Json::Object{{"ready", ready}, {"checks", std::move(checks)}},
                                ready ? 200 : 503);
}

}  // namespace portal
