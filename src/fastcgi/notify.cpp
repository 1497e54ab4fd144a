// See notify.h. One socket a message: they are rare, and nothing is left open for workers to inherit.
#include "fastcgi/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

namespace fastcgi {

void notify(std::string_view state) {
    const char* path = getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (path == nullptr || strlen(path) < 2 || strlen(path) >= sizeof(address.sun_path)) return;
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, path, strlen(path));
    if (path[0] == '@') address.sun_path[0] = '\0';  // abstract: counted, not terminated
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + strlen(path));
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return;
    sendto(fd, state.data(), state.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
           reinterpret_cast<const sockaddr*>(&address), size);
    close(fd);
}

std::optional<std::chrono::nanoseconds> watchdog_interval() {
    const char* microseconds = getenv("WATCHDOG_USEC");
    const char* pid = getenv("WATCHDOG_PID");
    if (microseconds == nullptr || (pid != nullptr && std::to_string(getpid()) != pid)) return std::nullopt;
    const long long wanted = strtoll(microseconds, nullptr, 10);
    if (wanted <= 0) return std::nullopt;
    return std::chrono::microseconds(wanted) / 2;
}

}  // namespace fastcgi
