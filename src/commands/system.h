// What a command needs to act as the system itself: configuration, keys, clock, log and a database
// connection.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "app/context.h"
#include "app/refusal.h"
#include "base/configuration.h"
#include "commands/command.h"
#include "database/role.h"

namespace commands {

std::unique_ptr<base::Clock> make_clock(const base::Configuration& config);
base::Log make_log(const base::Configuration& config, const std::string& role);
// The named rings; a file that cannot be read is a ConfigError.
crypto::KeyRings load_keys(const base::Configuration& config, std::initializer_list<crypto::Ring> needed);

// Owns everything an app::Context refers to. The actor is the system ("command").
class System {
  public:
    // `reach` later: the database is not asked yet whether it answers.
    enum class Reach { now, later };
    System(const Arguments& arguments, database::Role role, std::initializer_list<crypto::Ring> needed,
           Reach reach = Reach::now);
    app::Context& context() { return *context_; }
    const base::Configuration& config() const { return config_; }

  private:
    base::Configuration config_;
    base::Log log_;
    std::unique_ptr<base::Clock> clock_;
    crypto::KeyRings keys_;
    database::Connection database_;
    app::Slots hashing_, outbound_;
    std::unique_ptr<app::Context> context_;
};

// A secret from the terminal (without echo) or the first line of standard input; never from the command line.
base::Secret read_secret(const std::string& prompt);
// The same for a secret that is new: a terminal is asked twice. Nothing if the two differ.
std::optional<base::Secret> read_new_secret(const std::string& prompt);
// "gatehouse: <message>" on stderr; returns `code`.
int fail(Exit code, const std::string& message);
// What a use case refused, in its own words or, where it has none, in `otherwise`; returns kBadInput.
int refuse(const app::Refusal& refusal, const std::string& otherwise);
// A whole number from 0 on, as typed; nothing for anything else.
std::optional<std::uint64_t> number(std::string_view typed);

}  // namespace commands
