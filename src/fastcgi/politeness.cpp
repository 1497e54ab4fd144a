// See politeness.h and sched(7), "The autogroup feature".
#include "fastcgi/politeness.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <thread>

namespace fastcgi {

namespace {

// "/autogroup-81 nice 0"; absent where there are none.
constexpr const char* kAutogroup = "/proc/self/autogroup";
// The kernel takes one such wish from anybody in a tenth of a second.
constexpr int kTries = 10;
constexpr std::chrono::milliseconds kPause{60};

// The session's nice value; nothing where sessions have none.
std::optional<int> share_of_session() {
    std::ifstream file(kAutogroup);
    std::string group, word;
    int nice = 0;
    if (!(file >> group >> word >> nice)) return std::nullopt;
    return nice;
}

// 0, or why the kernel refused.
int wish(int nice) {
    const int file = open(kAutogroup, O_WRONLY | O_CLOEXEC);
    if (file < 0) return errno;
    const auto text = std::to_string(nice);
    const int refused = write(file, text.data(), text.size()) < 0 ? errno : 0;
    close(file);
    return refused;
}

}  // namespace

void lower_share_of_session(int nice, base::Log& log) {
    if (getsid(0) != getpid() || share_of_session().value_or(nice) >= nice) return;
    int refused = wish(nice);
    for (int tries = 1; refused == EAGAIN && tries < kTries; ++tries) {
        std::this_thread::sleep_for(kPause);
        refused = wish(nice);
    }
    if (refused != 0) log.warning("process.share_refused", {{"nice", nice}, {"error", strerror(refused)}});
}

void lower_priority(int nice, base::Log& log) {
    if (nice > getpriority(PRIO_PROCESS, 0) && setpriority(PRIO_PROCESS, 0, nice) != 0)
        log.warning("worker.nice_refused", {{"nice", nice}, {"error", strerror(errno)}});
}

}  // namespace fastcgi
