// `gatehouse key add|list|rotate FILE`: looks after a key ring file. Guarantees: a ring is only ever added
// to, under a lock, flushed to disk, and never left in a state that does not load. Never shows a secret;
// imported ones come on standard input, because a command line is seen by every process.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <iterator>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/files.h"
#include "crypto/key_ring.h"
#include "crypto/random.h"

namespace commands {
namespace {

constexpr std::string_view kSealing = "xchacha20poly1305";

// The ring file, opened for adding and locked until closed. A new one is made with mode 0600.
class RingFile {
  public:
    explicit RingFile(const std::string& path)
        : path_(path), fd_(open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600)) {
        if (fd_ < 0 || flock(fd_, LOCK_EX) != 0) complain();
        struct stat status {};
        if (fstat(fd_, &status) != 0) complain();
        fresh_ = status.st_size == 0;
    }
    RingFile(const RingFile&) = delete;
    RingFile& operator=(const RingFile&) = delete;
    ~RingFile() {
        if (fd_ >= 0) close(fd_);
    }

    bool is_fresh() const { return fresh_; }

    // One write: a reader sees the whole line or none. A line cut by a full disk is taken back.
    void append(std::string_view line) const {
        struct stat before {};
        if (fstat(fd_, &before) != 0) complain();
        const std::string text =
            (fresh_ ? "" : "\n") + std::string(line);  // empty lines are allowed in a ring
        const ssize_t written = write(fd_, text.data(), text.size());
        const bool whole = written == static_cast<ssize_t>(text.size()) && fsync(fd_) == 0;
        if (whole) return;
        const int error = errno;
        if (ftruncate(fd_, before.st_size) != 0)
            throw base::Error(path_ + ": a cut line could not be taken back");
        errno = error;
        complain();
    }

  private:
    [[noreturn]] void complain() const {
        throw base::FileError(errno, "key ring " + path_ + ": " + std::strerror(errno));
    }
    std::string path_;
    int fd_;
    bool fresh_ = false;
};

// A Fernet key as its own tools print it (base64url, padding or not), or the text of a pepper.
base::Secret imported(std::string_view kind) {
    const base::Secret typed(std::string(std::istreambuf_iterator<char>(std::cin), {}));
    std::string_view text = typed.reveal();
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    if (kind == "pepper") return base::Secret(std::string(text));
    while (text.ends_with('=')) text.remove_suffix(1);
    std::string bytes;
    if (!base::from_base64url(text, bytes)) bytes.clear();
    return base::Secret(std::move(bytes));
}

int append_key(const std::string& path, crypto::MasterKey key) {
    // The first key of a ring must be able to seal: the others are added to a ring that loads already.
    if (key.kind != kSealing) (void)crypto::KeyRing::load(path);
    const RingFile file(path);
    if (!file.is_fresh()) {
        const auto ring = crypto::KeyRing::load(path);
        const auto taken = [&](const crypto::MasterKey& other) { return other.id == key.id; };
        while (std::ranges::any_of(ring.masters(), taken)) key.id = base::to_hex(crypto::random_bytes(4));
    }
    file.append(crypto::KeyRing::to_line(key));
    fmt::print("{}\n", key.id);
    return kFine;
}

int add(const Arguments& arguments) {
    const std::string kind = arguments.option("--kind").value_or(std::string(kSealing));
    if (kind != kSealing && kind != "fernet" && kind != "pepper") {
        fmt::print(stderr, "--kind is one of {}, fernet, pepper\n", kSealing);
        return kUsage;
    }
    crypto::initialise();
    auto key = crypto::KeyRing::make(kind, base::SystemClock().now());
    if (kind != kSealing) key.secret = imported(kind);
    if (key.secret.empty() || (kind == "fernet" && key.secret.size() != 32)) {
        fmt::print(stderr, "standard input holds no {} key\n", kind);
        return kBadInput;
    }
    return append_key(arguments.positional("FILE"), std::move(key));
}

// Of the file that was named: without it nothing is wrong with the configuration.
crypto::KeyRing ring_in(const std::string& path) {
    crypto::initialise();
    (void)read_file(path);
    return crypto::KeyRing::load(path);
}

int rotate(const Arguments& arguments) {
    const std::string path = arguments.positional("FILE");
    (void)ring_in(path);  // only a ring that exists can be rotated
    return append_key(path, crypto::KeyRing::make(kSealing, base::SystemClock().now()));
}

int list(const Arguments& arguments) {
    const auto ring = ring_in(arguments.positional("FILE"));
    const std::string& newest = ring.newest(crypto::Purpose::seal).id;
    base::Json::Array rows;
    for (const auto& key : ring.masters()) {
        const std::string created = base::to_rfc3339(key.created);
        rows.emplace_back(base::Json::Object{
            {"id", key.id}, {"kind", key.kind}, {"created", created}, {"seals", key.id == newest}});
        if (!arguments.flag("--json")) {
            fmt::print("{}  {:17}  {}{}\n", key.id, key.kind, created, key.id == newest ? "  seals" : "");
        }
    }
    if (arguments.flag("--json")) fmt::print("{}\n", base::Json(std::move(rows)).dump());
    return kFine;
}

}  // namespace

Command key_add() {
    return {
        "key add",
        "adds a key to a ring file and prints its id; makes the file if there is none",
        {{"FILE", "the ring file"}},
        {{"--kind", "KIND", "xchacha20poly1305 (made here), or fernet or pepper (read from standard input)"}},
        add};
}

Command key_list() {
    return {"key list",
            "lists the keys of a ring file, oldest first, without their secrets",
            {{"FILE", "the ring file"}},
            {json_option()},
            list};
}

Command key_rotate() {
    return {"key rotate",
            "adds a new sealing key to a ring; restart the portal, and keep the old keys while anything is "
            "sealed with them",
            {{"FILE", "the ring file"}},
            {},
            rotate};
}

}  // namespace commands
