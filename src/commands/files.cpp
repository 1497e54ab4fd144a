// Files and folders that commands make.
#include "commands/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/error.h"

namespace commands {
namespace {

constexpr size_t kMostBytes = 1U << 20U;

[[noreturn]] void fail(const std::string& path) {
    throw base::FileError(errno, path + ": " + std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
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

// Written beside its place, whole and on disk. Put in place by rename, or gone when this dies.
class Staged {
  public:
    Staged(std::string path, std::string_view text, mode_t mode)
        : path_(std::move(path)), beside_(path_ + ".new"), kept_(path_ + ".old") {
        ::unlink(beside_.c_str());
        const int fd = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0) fail(beside_);
        const bool written = write_whole(fd, text) && like_before(fd, mode);
        const int why = errno;
        ::close(fd);
        if (written) return;
        ::unlink(beside_.c_str());
        errno = why;
        fail(path_);
    }
    Staged(const Staged&) = delete;
    Staged& operator=(const Staged&) = delete;
    ~Staged() { ::unlink(beside_.c_str()); }

    // What was there before stays beside until `settle`.
    void place() {
        ::unlink(kept_.c_str());
        if (there_ && ::link(path_.c_str(), kept_.c_str()) != 0) fail(path_);
        if (std::rename(beside_.c_str(), path_.c_str()) == 0) return;
        const int why = errno;
        ::unlink(kept_.c_str());
        errno = why;
        fail(path_);
    }
    void settle() const { ::unlink(kept_.c_str()); }
    void take_back() const {
        if (!there_)
            ::unlink(path_.c_str());
        else
            (void)std::rename(kept_.c_str(), path_.c_str());
    }

  private:
    bool like_before(int fd, mode_t mode) {
        struct stat before {};
        there_ = ::lstat(path_.c_str(), &before) == 0;
        if (!there_) return ::fchmod(fd, mode) == 0;
        if (!S_ISREG(before.st_mode)) return errno = EEXIST, false;
        const bool owned = before.st_uid == ::geteuid() && before.st_gid == ::getegid();
        return (owned || ::fchown(fd, before.st_uid, before.st_gid) == 0) &&
               ::fchmod(fd, before.st_mode & 07777U) == 0;
    }

    std::string path_, beside_, kept_;
    bool there_ = false;
};

}  // namespace

void write_files(const std::vector<NewFile>& files) {
    std::vector<std::unique_ptr<Staged>> staged;
    for (const auto& file : files)
        staged.push_back(std::make_unique<Staged>(file.path, file.text.reveal(), file.mode));
    size_t placed = 0;
    try {
        for (; placed < staged.size(); ++placed) staged[placed]->place();
    } catch (const base::FileError&) {
        while (placed > 0) staged[--placed]->take_back();
        throw;
    }
    for (const auto& one : staged) one->settle();
}

base::Secret read_file(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) fail(path);
    std::string text(kMostBytes + 1, '\0');
    size_t have = 0;
    ssize_t got = 1;
    while (got > 0 && have < text.size()) {
        got = ::read(fd, text.data() + have, text.size() - have);
        if (got > 0) have += static_cast<size_t>(got);
    }
    const int why = errno;
    ::close(fd);
    errno = got < 0 ? why : EFBIG;
    if (got < 0 || have > kMostBytes) fail(path);
    text.resize(have);
    return base::Secret(std::move(text));
}

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
