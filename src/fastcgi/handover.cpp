// See handover.h.
#include "fastcgi/handover.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

namespace fastcgi {

namespace {

constexpr const char* kSocket = "GATEHOUSE_INTERNAL_SOCKET";    // "<master pid> <descriptor> <own: 0 or 1>"
constexpr const char* kWorkers = "GATEHOUSE_INTERNAL_WORKERS";  // "<pid>:<row> <pid>:<row> …"

}  // namespace

void leave_handover(const Handover& handover) {
    setenv(kSocket,
           fmt::format("{} {} {}", getpid(), handover.listener, handover.listener_is_own ? 1 : 0).c_str(), 1);
    std::string list;
    for (const auto& worker : handover.workers) list += fmt::format("{}:{} ", worker.pid, worker.row);
    setenv(kWorkers, list.c_str(), 1);
}

void drop_handover() {
    unsetenv(kSocket);
    unsetenv(kWorkers);
}

Handover take_handover() {
    Handover handover;
    const char* socket = getenv(kSocket);
    const char* workers = getenv(kWorkers);
    int pid = 0, fd = -1, own = 0;
    if (socket != nullptr && sscanf(socket, "%d %d %d", &pid, &fd, &own) == 3 && pid == getpid() &&
        fcntl(fd, F_GETFD) >= 0) {
        handover.listener = fd;
        handover.listener_is_own = own == 1;
        std::istringstream list(workers == nullptr ? "" : workers);
        Handover::Worker worker{};
        char colon;
        while (list >> worker.pid >> colon >> worker.row) handover.workers.push_back(worker);
    }
    drop_handover();
    return handover;
}

}  // namespace fastcgi
