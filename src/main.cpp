// The program: everything is in commands/.
#include "commands/cli.h"

int main(int argc, char** argv) {
    return commands::run_command_line(argc, argv);
}
