// Reads rings and derives one key per purpose from each master. Guarantees: a ring that loaded can seal;
// secrets live in base::Secret and no complaint ever quotes a line. Never writes: `key add` appends what
// to_line() gives.
#include "crypto/key_ring.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "crypto/random.h"

namespace crypto {
namespace {

constexpr std::string_view kSealing = "xchacha20poly1305";
constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "gatehous";  // names the KDF's user; never changes
constexpr size_t kMasterBytes = crypto_kdf_KEYBYTES;
constexpr off_t kMaxRingBytes = 1 << 20;
constexpr std::array kPurposes = {Purpose::seal,   Purpose::blind_index, Purpose::csrf,
                                  Purpose::cursor, Purpose::pepper,      Purpose::code,
                                  Purpose::factor, Purpose::device,      Purpose::outbox};

bool is_key_id(std::string_view id) {
    return id.size() == 8 && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// "2026-11-21T00:00:00Z", the one form written by to_line().
std::optional<base::Instant> instant_of(std::string_view text) {
    if (text.size() != 20 || text[10] != 'T' || text.back() != 'Z') return {};
    std::string sql(text.substr(0, 19));
    sql[10] = ' ';
    try {
        return base::from_sql(sql);
    } catch (const std::invalid_argument&) {
        return {};
    }
}

// What is wrong with the line goes into `complaint`; the key is then worthless.
MasterKey key_of_line(std::string_view line, std::string& complaint) {
    const auto json = base::Json::parse(line);
    MasterKey key;
    if (!json || json->object() == nullptr) {
        complaint = "is not a JSON object";
        return key;
    }
    key.id = json->text_at("id");
    key.kind = json->text_at("kind");
    const auto created = instant_of(json->text_at("created"));
    std::string secret;
    const bool decoded = base::from_base64url(json->text_at("secret"), secret);
    key.secret = base::Secret(std::move(secret));
    if (json->object()->size() != 4) {
        complaint = "needs exactly id, kind, created and secret";
    } else if (!is_key_id(key.id)) {
        complaint = "has an id that is not 8 lower-case hex characters";
    } else if (key.kind != kSealing && key.kind != "fernet" && key.kind != "pepper") {
        complaint = "has an unknown kind";
    } else if (!created) {
        complaint = "has a created time that is not like 2026-11-21T00:00:00Z";
    } else if (!decoded || key.secret.empty()) {
        complaint = "has a secret that is not base64url without padding";
    } else if (key.kind != "pepper" && key.secret.size() != kMasterBytes) {
        complaint = "has a secret that is not 32 bytes";
    } else {
        key.created = *created;
    }
    return key;
}

base::Secret derive(const base::Secret& master, Purpose purpose) {
    std::string key(kMasterBytes, '\0');
    crypto_kdf_derive_from_key(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                               static_cast<std::uint64_t>(purpose), kContext,
                               reinterpret_cast<const unsigned char*>(master.reveal().data()));
    return base::Secret(std::move(key));
}

// Closes the descriptor on every way out.
struct File {
    int fd;
    explicit File(const std::string& path) : fd(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (fd >= 0) close(fd);
    }
};

}  // namespace

KeyRing KeyRing::load(const std::string& file) {
    const File opened(file);
    struct stat status {};
    if (opened.fd < 0 || fstat(opened.fd, &status) != 0) {
        const auto text = "key ring " + file + ": " + std::strerror(errno);
        if (errno == EACCES) throw base::FileError(EACCES, text);
        throw base::ConfigError(text);
    }
    if (!S_ISREG(status.st_mode)) throw base::ConfigError("key ring " + file + ": not a regular file");
    if ((status.st_mode & 0137U) != 0) {
        throw base::ConfigError("key ring " + file + ": its mode is wider than 0640");
    }
    if (status.st_size > kMaxRingBytes) throw base::ConfigError("key ring " + file + ": too large");
    std::string content(static_cast<size_t>(status.st_size), '\0');
    size_t have = 0;
    while (have < content.size()) {
        const ssize_t got = read(opened.fd, content.data() + have, content.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw base::ConfigError("key ring " + file + ": cannot be read");
        have += static_cast<size_t>(got);
    }
    const base::Secret text(std::move(content));
    try {
        return parse(text.reveal());
    } catch (const base::ConfigError& error) {
        throw base::ConfigError("key ring " + file + ": " + error.what());
    }
}

KeyRing KeyRing::parse(std::string_view text) {
    KeyRing ring;
    for (int number = 1; !text.empty(); ++number) {
        const size_t end = text.find('\n');
        const std::string_view line = base::trim(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty()) continue;
        std::string complaint;
        MasterKey key = key_of_line(line, complaint);
        const auto same_id = [&](const MasterKey& other) { return other.id == key.id; };
        if (complaint.empty() && std::ranges::any_of(ring.masters_, same_id)) complaint = "repeats an id";
        if (!complaint.empty()) throw base::ConfigError(fmt::format("line {} {}", number, complaint));
        ring.masters_.push_back(std::move(key));
    }
    for (auto master = ring.masters_.rbegin(); master != ring.masters_.rend(); ++master) {
        if (master->kind != kSealing) continue;
        for (const Purpose purpose : kPurposes) {
            ring.derived_[purpose].push_back({master->id, derive(master->secret, purpose)});
        }
    }
    if (ring.derived_.empty()) throw base::ConfigError("no key of kind " + std::string(kSealing));
    return ring;
}

KeyRing KeyRing::for_tests() {
    return parse(to_line(make(kSealing, base::Instant{})));
}

const KeyRing::Derived& KeyRing::newest(Purpose purpose) const {
    return derived_.at(purpose).front();
}

const KeyRing::Derived* KeyRing::find(Purpose purpose, std::string_view id) const {
    for (const Derived& derived : derived_.at(purpose)) {
        if (derived.id == id) return &derived;
    }
    return nullptr;
}

std::vector<const KeyRing::Derived*> KeyRing::all(Purpose purpose) const {
    std::vector<const Derived*> keys;
    for (const Derived& derived : derived_.at(purpose)) keys.push_back(&derived);
    return keys;
}

MasterKey KeyRing::make(std::string_view kind, base::Instant now) {
    return {base::to_hex(random_bytes(4)), std::string(kind), now, base::Secret(random_bytes(kMasterBytes))};
}

std::string KeyRing::to_line(const MasterKey& key) {
    return base::Json(base::Json::Object{{"id", key.id},
                                         {"kind", key.kind},
                                         {"created", base::to_rfc3339(key.created)},
                                         {"secret", base::to_base64url(key.secret.reveal())}})
               .dump() +
           "\n";
}

const KeyRing& KeyRings::operator[](Ring name) const {
    const auto found = rings_.find(name);
    if (found == rings_.end()) {
        throw base::Bug("this role was not given the key ring " + std::string(to_text(name)));
    }
    return found->second;
}

}  // namespace crypto
