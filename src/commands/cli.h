// The command line: parses argv by the list of commands, runs one, turns what goes wrong into one clear line
// on stderr and an exit code of sysexits(3).
#pragma once

namespace commands {

int run_command_line(int argc, char** argv);

}  // namespace commands
