// What a command of the program is: a name, what it takes, what it does. One file a command; the list of all
// is command_list.inc. CLI11 turns this into a parser in cli.cpp and is seen nowhere else.
//   Command config_check() { return {"config check", "tells what is wrong …", {}, {}, run}; }
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/configuration.h"
#include "base/error.h"

namespace commands {

// Exit codes, from sysexits(3).
enum Exit {
    kFine = 0,
    kUsage = 64,
    kBadInput = 65,
    kUnavailable = 69,
    kSoftware = 70,
    kInputOutput = 74,
    kTemporary = 75,
    kNoPermission = 77,
    kConfiguration = 78,
};

// What was typed cannot be meant: exit code kUsage.
struct UsageError : base::Error {
    using base::Error::Error;
};

struct Positional {
    std::string name;  // "EMAIL"
    std::string help;
    bool required = true;
    bool many = false;  // takes all that is left
};

struct Option {
    std::string name;   // "--limit"
    std::string value;  // "N": takes a value; "": a flag
    std::string help;
};

// What was typed. Asking for something the command did not declare is a base::Bug.
class Arguments {
  public:
    bool flag(std::string_view name) const;                          // flag("--json")
    std::optional<std::string> option(std::string_view name) const;  // option("--limit")
    // A positional's value, "" if it was left out; or all of a `many`.
    std::string positional(std::string_view name) const;
    std::vector<std::string> positionals(std::string_view name) const;

    const std::string& config_file() const { return config_file_; }
    // Reads and checks the configuration; throws base::ConfigError, base::FileError where it may not be read.
    base::Configuration configuration() const;
    // As main() got it: for the master's re-exec.
    char** argv() const { return argv_; }

  private:
    friend class CommandLine;
    const std::vector<std::string>& values(std::string_view name) const;
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
    std::string config_file_;
    char** argv_ = nullptr;
};

struct Command {
    std::string name;  // "serve", "config check"
    std::string summary;
    std::vector<Positional> positionals;
    std::vector<Option> options;
    std::function<int(const Arguments&)> run;  // the exit code
};

// All of them, in the order of command_list.inc.
std::vector<Command> all_commands();

// Printed by every command that can answer a program: {"--json", "", …}.
inline Option json_option() {
    return {"--json", "", "answer as JSON"};
}

}  // namespace commands
