// See politeness.h and sched(7), "The autogroup feature".
#include "fastcgi/politeness.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>

namespace fastcgi {

namespace {

using File = std::unique_ptr<std::FILE, decltype([](std::FILE* file) { std::fclose(file); })>;
constexpr const char* kAutogroup =
    "/proc/self/autogroup";  // "/autogroup-81 nice 0"; absent where there are none
// The kernel takes one such wish from anybody in a tenth of a second.
constexpr int kTries = 10;
constexpr std::chrono::milliseconds kPause{60};

}  // namespace

void lower_share_of_session(int nice, base::Log& log) {
    if (nice == 0 || getsid(0) != getpid()) return;
    int now = 0;
    const File group(std::fopen(kAutogroup, "r+"));
    if (!group && errno == ENOENT) return;
    if (group && (std::fscanf(group.get(), "%*s nice %d", &now) != 1 || now >= nice)) return;
    for (int tries = 0; group && tries < kTries; ++tries) {
        std::rewind(group.get());
        if (std::fprintf(group.get(), "%d", nice) > 0 && std::fflush(group.get()) == 0) return;
        if (errno != EAGAIN) break;
        std::this_thread::sleep_for(kPause);
    }
    log.warning("process.share_refused", {{"nice", nice}, {"error", strerror(errno)}});
}

void lower_priority(int nice, base::Log& log) {
    if (nice > getpriority(PRIO_PROCESS, 0) && setpriority(PRIO_PROCESS, 0, nice) != 0)
        log.warning("worker.nice_refused", {{"nice", nice}, {"error", strerror(errno)}});
}

}  // namespace fastcgi
