// The command line. The only file that includes CLI11. Guarantees: every failure ends in "gatehouse: …" on
// stderr and an exit code of sysexits(3); a bad command line never runs anything.
#include "commands/cli.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "commands/command.h"

namespace commands {
namespace {

constexpr const char* kDefaultInstance = "default";

// One line for each line of `text`, each with the program's name in front.
void complain(std::string_view text) {
    for (const auto& line : base::split(base::trim(text), '\n'))
        std::fprintf(stderr, "gatehouse: %s\n", line.c_str());
}

// What a user, a password or a privilege is missing for: 1044 and 1045 whole schema and login, 1142 table,
// 1143 column, 1227 server-wide, 1370 routine, 1698 login by Unix user.
constexpr int kDenied[] = {1044, 1045, 1142, 1143, 1227, 1370, 1698};

int exit_of(const base::DatabaseError& error) {
    if (std::ranges::find(kDenied, error.code) == std::end(kDenied)) return kUnavailable;
    complain("run this as root, who may read the credentials; see also: gatehouse doctor");
    return kNoPermission;
}

int exit_of(const base::FileError& error) {
    return error.code == EACCES || error.code == EPERM || error.code == EROFS ? kNoPermission : kInputOutput;
}

bool is_instance_name(std::string_view name) {
    return !name.empty() && name.front() != '-' &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

// Builds the parser from the table and keeps what it parses into alive.
class CommandLine {
  public:
    CommandLine() {
        app_.require_subcommand(1);
        app_.set_version_flag("--version", "gatehouse " GATEHOUSE_VERSION);
        app_.fallthrough();
        app_.add_option("--config", config_, "the configuration file (else $GATEHOUSE_CONFIG)")
            ->type_name("FILE");
        app_.add_option("--instance", instance_, "read /etc/gatehouse/NAME/gatehouse.toml")
            ->type_name("NAME")
            ->excludes("--config");
        commands_ = all_commands();
        for (const auto& command : commands_) add(command);
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            if (error.get_exit_code() == 0) return app_.exit(error);  // --help, --version
            complain(error.what());
            complain("see gatehouse" + named(argc, argv) + " --help");
            return kUsage;
        }
        if (!instance_.empty() && !is_instance_name(instance_)) {
            complain("--instance: a name of a-z, 0-9 and -");
            return kUsage;
        }
        for (const auto& one : parsers_)
            if (one->parser->parsed()) return one->command->run(arguments_of(*one, argv));
        complain("see gatehouse --help");
        return kUsage;
    }

  private:
    struct Parser {
        const Command* command;
        CLI::App* parser;
        std::map<std::string, std::vector<std::string>> texts;  // positionals and options with a value
        std::map<std::string, bool> flags;
    };

    // The command that was meant, as far as its name goes: " config check", " config", "".
    std::string named(int argc, char** argv) const {
        std::string path;
        for (int at = 1; at < argc; ++at)
            if (const auto longer = path + " " + argv[at]; places_.contains(longer)) path = longer;
        return path;
    }

    // "config check" becomes check below config.
    CLI::App* place_of(const Command& command) {
        CLI::App* at = &app_;
        std::string path;
        for (const auto& word : base::split(command.name, ' ')) {
            if (!path.empty()) {
                at->require_subcommand(1);
                at->description("see gatehouse" + path + " --help");
            }
            path += " " + word;
            auto& next = places_[path];
            if (next == nullptr) next = at->add_subcommand(word)->fallthrough();
            at = next;
        }
        at->description(command.summary);
        return at;
    }

    void add(const Command& command) {
        auto& one =
            *parsers_.emplace_back(std::make_unique<Parser>(Parser{&command, place_of(command), {}, {}}));
        for (const auto& positional : command.positionals)
            one.parser->add_option(positional.name, one.texts[positional.name], positional.help)
                ->required(positional.required)
                ->expected(positional.required ? 1 : 0, positional.many ? 1 << 16 : 1)
                ->type_name("TEXT");
        for (const auto& option : command.options)
            if (option.value.empty())
                one.parser->add_flag(option.name, one.flags[option.name], option.help);
            else
                one.parser->add_option(option.name, one.texts[option.name], option.help)
                    ->expected(1)
                    ->type_name(option.value);
    }

    Arguments arguments_of(const Parser& one, char** argv) const {
        Arguments arguments;
        for (const auto& [name, values] : one.texts) arguments.values_[name] = values;
        for (const auto& [name, typed] : one.flags)
            arguments.values_[name] = typed ? std::vector<std::string>{"true"} : std::vector<std::string>{};
        arguments.argv_ = argv;
        const char* const variable = std::getenv("GATEHOUSE_CONFIG");  // NOLINT(concurrency-mt-unsafe)
        if (!config_.empty())
            arguments.config_file_ = config_;
        else if (instance_.empty() && variable != nullptr && *variable != '\0')
            arguments.config_file_ = variable;
        else
            arguments.config_file_ =
                "/etc/gatehouse/" + (instance_.empty() ? kDefaultInstance : instance_) + "/gatehouse.toml";
        return arguments;
    }

    CLI::App app_{"Gatehouse: a client portal behind nginx", "gatehouse"};
    std::string config_, instance_;
    std::vector<Command> commands_;
    std::map<std::string, CLI::App*> places_;
    std::vector<std::unique_ptr<Parser>> parsers_;
};

const std::vector<std::string>& Arguments::values(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) throw base::Bug("the command takes no " + std::string(name));
    return found->second;
}

bool Arguments::flag(std::string_view name) const {
    return !values(name).empty();
}

std::optional<std::string> Arguments::option(std::string_view name) const {
    const auto& found = values(name);
    return found.empty() ? std::nullopt : std::optional(found.back());
}

std::string Arguments::positional(std::string_view name) const {
    return option(name).value_or("");
}
base::Configuration Arguments::configuration() const {
    if (::access(config_file_.c_str(), R_OK) != 0 && errno == EACCES)
        throw base::FileError(EACCES, config_file_ + ": you may not read it; run this as root");
    return base::Configuration::load(config_file_);
}

std::vector<std::string> Arguments::positionals(std::string_view name) const {
    return values(name);
}

int run_command_line(int argc, char** argv) {
    try {
        return CommandLine().run(argc, argv);
    } catch (const UsageError& error) {
        complain(error.what());
        return kUsage;
    } catch (const base::FileError& error) {
        complain(error.what());
        return exit_of(error);
    } catch (const base::ConfigError& error) {
        complain(error.what());
        return kConfiguration;
    } catch (const base::Busy& error) {
        complain(error.what());
        return kTemporary;
    } catch (const base::DatabaseError& error) {
        complain("database: " + std::string(error.what()));
        return exit_of(error);
    } catch (const base::ProviderError& error) {
        complain(error.what());
        return kUnavailable;
    } catch (const base::Bug& error) {
        complain("a defect in gatehouse: " + std::string(error.what()));
        return kSoftware;
    } catch (const std::exception& error) {
        complain(error.what());
        return kSoftware;
    }
}

}  // namespace commands
