#include "commands/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace commands {

namespace {
constexpr const char* kEmptyLine = "\r\x1b[K";
}  // namespace

Progress::Progress() : terminal_(::isatty(STDERR_FILENO) != 0) {}

void Progress::at(std::string_view what) {
    if (!terminal_) return;
    shown_ = true;
    fmt::print(stderr, "{}{} …", kEmptyLine, what);
    std::fflush(stderr);
}

void Progress::clear() {
    if (!shown_) return;
    shown_ = false;
    std::fputs(kEmptyLine, stderr);
    std::fflush(stderr);
}

}  // namespace commands
