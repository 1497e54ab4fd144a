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

// One that root follows would lead what it writes wherever the other wants it.
bool is_link_of_another(const std::string& path) {
    struct stat seen {};
    return ::lstat(path.c_str(), &seen) == 0 && S_ISLNK(seen.st_mode) && seen.st_uid != 0 &&
           seen.st_uid != ::geteuid();
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
    if (::mkdir(path.c_str(), mode) != 0) {
        if (errno != EEXIST) fail(path);
        if (is_link_of_another(path)) throw base::ConfigError(path + ": is a link that somebody else made");
        return;
    }
    // Not by name: whoever owns the parent could have put a link in its place.
    const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (folder < 0) fail(path);
    const bool changed = ::fchmod(folder, mode) == 0;
    const int why = errno;
    ::close(folder);
    errno = why;
    if (!changed) fail(path);
}

}  // namespace commands
