// The list of all commands. A new command is one file and one line in command_list.inc (kept in the order of
// the help text).
#include "commands/command.h"

namespace commands {

#define COMMAND(name) Command name();
#include "commands/command_list.inc"
#undef COMMAND

std::vector<Command> all_commands() {
    return {
#define COMMAND(name) name(),
#include "commands/command_list.inc"
#undef COMMAND
    };
}

}  // namespace commands
