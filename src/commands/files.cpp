// Files and folders that commands make.
#include "commands/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/error.h"

namespace commands {
namespace {

[[noreturn]] void fail(const std::string& path) {
    throw base::ConfigError(path + ": " + std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
}

bool write_whole(int fd, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno != EINTR) return false;
        if (written > 0) text.remove_prefix(static_cast<size_t>(written));
    }
    return ::fsync(fd) == 0;
}

}  // namespace

void write_file(const std::string& path, std::string_view text, mode_t mode) {
    const auto beside = path + ".new";
    ::unlink(beside.c_str());
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) fail(beside);
    const bool written = write_whole(fd, text) && ::fchmod(fd, mode) == 0;
    const int trouble = errno;
    ::close(fd);
    if (written && std::rename(beside.c_str(), path.c_str()) == 0) return;
    if (!written) errno = trouble;
    const int why = errno;
    ::unlink(beside.c_str());
    errno = why;
    fail(path);
}

void make_folder(const std::string& path, mode_t mode) {
    const auto parent = std::filesystem::path(path).parent_path();
    if (!parent.empty() && !std::filesystem::exists(parent)) make_folder(parent.string(), 0755);
    if (::mkdir(path.c_str(), mode) == 0) {
        if (::chmod(path.c_str(), mode) != 0) fail(path);
        return;
    }
    if (errno != EEXIST) fail(path);
}

}  // namespace commands
