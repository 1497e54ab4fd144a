// The keys of one portal. A ring is a file of master keys (one JSON object a line: id, kind, created,
// secret); each process gets only the rings its role needs. From each `xchacha20poly1305` master one key per
// purpose is derived (crypto_kdf); `fernet` keys only open tokens of other systems; `pepper` keys are
// imported PBKDF2 peppers of the old ticket portal. The newest master of a kind seals; all open. Key ids are
// 8 lower-case hex characters.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"

namespace crypto {

// What a key is for; the number is the KDF's subkey id and never changes.
enum class Purpose : unsigned {
    seal = 1,         // sealed fields (ring shared)
    blind_index = 2,  // blind index (ring shared)
    csrf = 3,         // form tokens (ring shared)
    cursor = 4,       // signed paging keys and notices (ring shared)
    pepper = 5,       // password pepper (ring identity)
    code = 6,         // one-time codes, reset codes, recovery codes (ring identity)
    factor = 7,       // TOTP secrets and other factor secrets (ring identity)
    device = 8,       // device and trusted-browser cookies (ring identity)
    outbox = 9,       // outbox payloads that hold a code (ring outbox)
};

enum class Ring { identity, shared, outbox };  // gate: all; house: shared; courier: outbox
constexpr std::string_view to_text(Ring ring) {
    return ring == Ring::identity ? "identity" : ring == Ring::shared ? "shared" : "outbox";
}

struct MasterKey {
    std::string id;    // "4f1c09ab"
    std::string kind;  // "xchacha20poly1305", "fernet", "pepper"
    base::Instant created;
    base::Secret secret;  // 32 bytes; pepper: any text
};

class KeyRing {
  public:
    // Throws base::ConfigError: missing file, bad line, duplicate id, no sealing key, mode wider than 0640.
    static KeyRing load(const std::string& file);
    static KeyRing parse(std::string_view text);
    static KeyRing for_tests();  // one random key

    // The newest key's derived key for `purpose` (32 bytes), and its id; or the one with this id, nullptr if
    // unknown.
    struct Derived {
        std::string id;
        base::Secret key;
    };
    const Derived& newest(Purpose purpose) const;
    const Derived* find(Purpose purpose, std::string_view id) const;
    std::vector<const Derived*> all(Purpose purpose) const;  // newest first
    const std::vector<MasterKey>& masters() const { return masters_; }

    // A new random key of `kind`, and the ring's text with it appended (for `key add`).
    static MasterKey make(std::string_view kind, base::Instant now);
    static std::string to_line(const MasterKey& key);

  private:
    std::vector<MasterKey> masters_;  // oldest first, as in the file
    std::map<Purpose, std::vector<Derived>> derived_;
};

// The rings a process was given. Asking for one it was not given is a base::Bug: that is a rule of the house.
class KeyRings {
  public:
    void give(Ring name, KeyRing ring) { rings_.insert_or_assign(name, std::move(ring)); }
    bool has(Ring name) const { return rings_.contains(name); }
    const KeyRing& operator[](Ring name) const;

  private:
    std::map<Ring, KeyRing> rings_;
};

}  // namespace crypto
