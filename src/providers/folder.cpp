#include "providers/folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "base/error.h"
#include "providers/curl_client.h"
#include "providers/mime.h"

namespace providers {

namespace {

// "2026-11-21T01-02-03.000004"
std::string stamp(base::Instant at) {
    auto text = base::to_sql(at);
    for (auto& c : text) c = c == ' ' ? 'T' : c == ':' ? '-' : c;
    return text;
}

class File {
  public:
    explicit File(int fd) : fd_(fd) {}
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int get() const { return fd_; }

  private:
    int fd_;
};

bool write_synced(const std::string& path, std::string_view text, unsigned mode) {
    const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.get() < 0) return false;
    while (!text.empty()) {
        const auto count = ::write(file.get(), text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        text.remove_prefix(static_cast<size_t>(count));
    }
    return ::fchmod(file.get(), mode) == 0 && ::fsync(file.get()) == 0;
}

}  // namespace

FolderTransport::FolderTransport(std::string folder, unsigned mode)
    : folder_(std::move(folder)), mode_(mode) {
    if (folder_.empty()) throw base::ConfigError("mail.folder: name the folder for mail");
    if (::mkdir(folder_.c_str(), 0755) != 0 && errno != EEXIST)
        throw base::ConfigError(
            fmt::format("mail.folder: cannot make {}: {}", folder_, std::strerror(errno)));
}

Delivery FolderTransport::send(const OutgoingMail& mail) {
    const auto now = base::SystemClock().now();
    const auto message = compose(mail, now);
    if (!message) return {Outcome::permanent, "", trim_answer("refused here: " + message.error()), {}};
    if (mail.idempotency_key.find('/') != std::string::npos) throw base::Bug("a key with a slash");
    const auto name = fmt::format("{}-{}.eml", stamp(now), mail.idempotency_key);
    const auto path = folder_ + "/" + name, beside = folder_ + "/." + name + ".new";
    if (!write_synced(beside, *message, mode_) || ::rename(beside.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(beside.c_str());
        return {Outcome::temporary, "", trim_answer(std::strerror(error)), {}};
    }
    return {Outcome::accepted, name, "written", {}};
}

}  // namespace providers
