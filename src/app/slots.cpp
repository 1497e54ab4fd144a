// See slots.h. A place is one byte of the file, held by an open-file-description lock: the kernel frees it
// when the holder's descriptor closes, also by kill -9. There is no waiting queue: who waits asks again every
// 5 ms.
#include "app/slots.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "base/error.h"

namespace app {

namespace {

constexpr std::chrono::milliseconds kAskAgain{5};
constexpr int kRetryAfter = 2;  // seconds

bool lock(int fd, short type, int place) {
    struct flock range {};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    range.l_start = place;
    range.l_len = 1;
    while (fcntl(fd, F_OFD_SETLK, &range) != 0) {
        if (errno == EAGAIN || errno == EACCES) return false;
        if (errno != EINTR) throw base::ConfigError(std::string("cannot lock a slot: ") + strerror(errno));
    }
    return true;
}

}  // namespace

Slots::Slots(std::string file, int count) : file_(std::move(file)), count_(count) {
    reopen();
}

Slots::~Slots() {
    if (fd_ >= 0) close(fd_);
}

void Slots::reopen() {
    // No file: places of this process alone (commands).
    const int fd = file_.empty() ? memfd_create("slots", MFD_CLOEXEC)
                                 : open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) throw base::ConfigError("cannot open " + file_ + ": " + strerror(errno));
    if (fd_ >= 0) close(fd_);
    fd_ = fd;
}

Slots::Held Slots::take(std::chrono::milliseconds wait) {
    const auto end = std::chrono::steady_clock::now() + wait;
    const int first =
        count_ > 0 ? static_cast<int>(getpid() % count_) : 0;  // spread, so that most find one at once
    while (true) {
        for (int i = 0; i < count_; ++i) {
            const int place = (first + i) % count_;
            if (lock(fd_, F_WRLCK, place)) return Held(this, place);
        }
        if (std::chrono::steady_clock::now() + kAskAgain > end)
            throw base::Busy("all " + std::to_string(count_) + " slots of " + file_ + " are taken",
                             kRetryAfter);
        std::this_thread::sleep_for(kAskAgain);
    }
}

Slots::Held::~Held() {
    if (owner_ != nullptr) lock(owner_->fd_, F_UNLCK, place_);
}

}  // namespace app
