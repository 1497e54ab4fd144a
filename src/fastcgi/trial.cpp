// See trial.h. The answer comes through a pipe: '=' when the attempt came to its end, then the complaint.
#include "fastcgi/trial.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fastcgi {

namespace {

constexpr size_t kLongest = 4096;  // a pipe takes this much at once: the child never waits for us

[[noreturn]] void attempt_and_tell(const std::function<std::string()>& attempt, int out) {
    std::string told = "=";
    try {
        told += attempt();
    } catch (const std::exception& error) {
        told += error.what();
    } catch (...) {
        told += "an exception of unknown type";
    }
    const size_t size = std::min(told.size(), kLongest);
    _exit(write(out, told.data(), size) == static_cast<ssize_t>(size) ? 0 : 1);
}

// All that comes until the other side closes; stops early when the patience is over.
std::string read_all(int in, std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    std::string all;
    char bytes[kLongest];
    while (true) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd waiting{in, POLLIN, 0};
        if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) != 1) return all;
        const ssize_t got = read(in, bytes, sizeof(bytes));
        if (got <= 0) return all;
        all.append(bytes, static_cast<size_t>(got));
    }
}

}  // namespace

std::string try_apart(const std::function<std::string()>& attempt, std::chrono::milliseconds patience) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return std::string("cannot make a pipe: ") + strerror(errno);
    const pid_t pid = fork();
    if (pid == 0) attempt_and_tell(attempt, ends[1]);
    const std::string failed = pid < 0 ? std::string("cannot start a process: ") + strerror(errno) : "";
    close(ends[1]);
    const std::string told = pid < 0 ? "" : read_all(ends[0], patience);
    close(ends[0]);
    if (pid < 0) return failed;
    kill(pid, SIGKILL);  // it has ended, or it must
    while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) continue;
    return told.starts_with('=') ? told.substr(1) : "the check died or did not come to an end";
}

}  // namespace fastcgi
