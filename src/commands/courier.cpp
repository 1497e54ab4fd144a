// `gatehouse courier`: the process that delivers the outbox and removes what has expired, until SIGTERM.
#include "courier/courier.h"

#include "commands/system.h"
#include "crypto/random.h"
#include "database/role.h"
#include "fastcgi/notify.h"
#include "fastcgi/politeness.h"
#include "http/page.h"

namespace commands {

namespace {

int run(const Arguments& arguments) {
    const auto config = arguments.configuration();
    auto log = make_log(config, "courier");
    // Before any thread is made: mail waits for people, never the other way round.
    const auto nice = static_cast<int>(config.integer("courier.nice"));
    fastcgi::lower_share_of_session(nice, log);
    fastcgi::lower_priority(nice, log);
    crypto::initialise();
    const auto keys = load_keys(config, {crypto::Ring::outbox});
    const auto clock = make_clock(config);
    http::load_templates(config.text("server.templates_folder"));
    database::Connection database(database::options_for(database::Role::courier, config), log);
    database.ready();  // may take long; until mail is taken, SIGTERM ends the program at once
    courier::block_signals();
    courier::Courier({.config = config,
                      .clock = *clock,
                      .keys = keys,
                      .database = database,
                      .log = log,
                      .notify = fastcgi::notify})
        .run();
    return kFine;
}

}  // namespace

Command courier() {
    return {"courier", "delivers mail and removes what has expired", {}, {}, run};
}

}  // namespace commands
