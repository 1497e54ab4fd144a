// `gatehouse help`: every command with what it takes, on one page. The README's table of commands is made by
// it, from what the command line is parsed by.
#include <fmt/format.h>

#include <cstdio>

#include "base/json.h"
#include "base/suggestion.h"
#include "commands/command.h"

namespace commands {
namespace {

// "user list", "user create EMAIL", "outbox drop ID…", "config explain [KEY]".
std::string usage_of(const Command& command) {
    std::string usage = command.name;
    for (const auto& positional : command.positionals) {
        const auto name = positional.name + (positional.many ? "…" : "");
        usage += positional.required ? " " + name : " [" + name + "]";
    }
    return usage;
}

std::string option_of(const Option& option) {
    return option.value.empty() ? option.name : option.name + " " + option.value;
}

void print(const Command& command) {
    fmt::print("{}\n    {}\n", usage_of(command), command.summary);
    for (const auto& positional : command.positionals)
        fmt::print("      {:<24} {}\n", positional.name, positional.help);
    for (const auto& option : command.options)
        fmt::print("      {:<24} {}\n", option_of(option), option.help);
}

void print_row(const Command& command) {
    std::string details;
    for (const auto& option : command.options)
        details += fmt::format("<br>`{}` {}", option_of(option), option.help);
    fmt::print("| `{}` | {}{} |\n", usage_of(command), command.summary, details);
}

base::Json as_json(const Command& command) {
    base::Json::Array positionals, options;
    for (const auto& positional : command.positionals)
        positionals.emplace_back(base::Json::Object{{"name", positional.name},
                                                    {"help", positional.help},
                                                    {"required", positional.required},
                                                    {"many", positional.many}});
    for (const auto& option : command.options)
        options.emplace_back(
            base::Json::Object{{"name", option.name}, {"value", option.value}, {"help", option.help}});
    base::Json::Object all{{"name", command.name}, {"summary", command.summary}};
    all.emplace("positionals", std::move(positionals));
    all.emplace("options", std::move(options));
    return all;
}

// "user" is all of them, "user list" one, "" every command.
bool is_wanted(const Command& command, std::string_view wanted) {
    return wanted.empty() || command.name == wanted ||
           (command.name.starts_with(wanted) && command.name[wanted.size()] == ' ');
}

int run(const Arguments& arguments) {
    std::string wanted;
    for (const auto& word : arguments.positionals("COMMAND")) wanted += (wanted.empty() ? "" : " ") + word;
    const bool table = arguments.flag("--markdown"), json = arguments.flag("--json");
    base::Json::Array rows;
    std::vector<std::string> names;
    bool any = false;
    for (const auto& command : all_commands()) {
        names.push_back(command.name);
        if (!is_wanted(command, wanted)) continue;
        if (!any && table) fmt::print("\n| Command | What it does |\n|---|---|\n");
        any = true;
        if (json)
            rows.push_back(as_json(command));
        else if (table)
            print_row(command);
        else
            print(command);
    }
    if (!any) {
        fmt::print(stderr, "gatehouse: no command {}{}\n", wanted, base::did_you_mean(wanted, names));
        return kUsage;
    }
    if (json) fmt::print("{}\n", base::Json(std::move(rows)).dump());
    if (table) fmt::print("\n");
    return kFine;
}

}  // namespace

Command help() {
    return {"help",
            "every command with what it takes",
            {{.name = "COMMAND", .help = "only these; all when left out", .required = false, .many = true}},
            {json_option(), {"--markdown", "", "as the table of the README"}},
            run};
}

}  // namespace commands
