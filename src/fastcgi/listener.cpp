// See listener.h. The socket is bound under a umask of 0117, so that there is no moment in which others may
// connect.
#include "fastcgi/listener.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/error.h"

namespace fastcgi {

namespace {

constexpr int kFirstInherited = 3;  // sd_listen_fds(3)
constexpr size_t kLongestPath = sizeof(sockaddr_un::sun_path) - 1;

[[noreturn]] void fail(const std::string& path, const std::string& why) {
    throw base::ConfigError("cannot listen on " + path + ": " + why);
}

void set_flags(int fd, bool close_on_exec) {
    fcntl(fd, F_SETFD, close_on_exec ? FD_CLOEXEC : 0);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

// 3 if systemd handed one socket to this very process, else -1.
int inherited() {
    const char* pid = getenv("LISTEN_PID");
    const char* count = getenv("LISTEN_FDS");
    const bool ours = pid != nullptr && count != nullptr && std::to_string(getpid()) == pid;
    const std::string how_many = count == nullptr ? "" : count;
    for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) unsetenv(name);
    if (!ours) return -1;
    if (how_many != "1")
        throw base::ConfigError("systemd handed over " + how_many + " sockets; a pool takes one");
    int listening = 0;
    socklen_t size = sizeof(listening);
    sockaddr_storage address{};
    socklen_t length = sizeof(address);
    if (getsockopt(kFirstInherited, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0 ||
        getsockname(kFirstInherited, reinterpret_cast<sockaddr*>(&address), &length) != 0 ||
        address.ss_family != AF_UNIX)
        throw base::ConfigError(
            "what systemd handed over is not a listening Unix socket (ListenStream=/path)");
    return kFirstInherited;
}

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, path.data(), path.size());
    return address;
}

int connect_errno(const sockaddr_un& address) {
    const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (probe < 0) return errno;
    const int error =
        connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ? 0 : errno;
    close(probe);
    return error;
}

void clear_way(const std::string& path, const sockaddr_un& address) {
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0) {
        if (errno == ENOENT) return;
        fail(path, strerror(errno));
    }
    if (!S_ISSOCK(status.st_mode)) fail(path, "there is a file of that name that is not a socket");
    const int error = connect_errno(address);
    if (error == 0 || error == EAGAIN) fail(path, "another process already answers there; stop it first");
    if (error != ECONNREFUSED) fail(path, strerror(error));
    if (unlink(path.c_str()) != 0)
        fail(path, std::string("cannot remove the old socket: ") + strerror(errno));
}

int make_socket(const std::string& path, int backlog) {
    if (path.empty()) fail("a socket", "no path is set and systemd handed none over");
    if (path.size() > kLongestPath)
        fail(path, "the path has " + std::to_string(path.size()) + " bytes; a socket's may have at most " +
                       std::to_string(kLongestPath));
    const sockaddr_un address = address_of(path);
    clear_way(path, address);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) fail(path, strerror(errno));
    const mode_t before = umask(0117);
    const int bound = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    const int error = errno;
    umask(before);
    if (bound != 0 || listen(fd, backlog) != 0) {
        const std::string why = strerror(bound != 0 ? error : errno);
        close(fd);
        fail(path, why);
    }
    return fd;
}

}  // namespace

Listener::Listener(const std::string& path, int backlog, int kept, bool kept_is_own) : path_(path) {
    if (kept >= 0) {
        fd_ = kept;
        own_ = kept_is_own;
    } else if ((fd_ = inherited()) < 0) {
        fd_ = make_socket(path, backlog);
        own_ = true;
    }
    set_flags(fd_, true);
}

Listener::~Listener() {
    if (fd_ >= 0) close(fd_);
}

void Listener::keep_on_exec(bool keep) {
    fcntl(fd_, F_SETFD, keep ? 0 : FD_CLOEXEC);
}

void Listener::withdraw() {
    if (own_) unlink(path_.c_str());
}

}  // namespace fastcgi
