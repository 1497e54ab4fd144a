// One function a form; each reads strictly, checks the cost, computes, compares in constant time.
#include "crypto/foreign_password.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <charconv>

#include "base/error.h"
#include "base/text.h"
#include "crypto/random.h"

namespace crypto {
namespace {

constexpr unsigned kMaxRounds = 2'000'000;
constexpr unsigned kMaxScryptN = 1U << 17;
constexpr unsigned kMaxScryptR = 8;
constexpr unsigned kMaxScryptP = 10;
constexpr std::uint64_t kMaxArgonKib = 1U << 20;         // 1 GiB
constexpr std::uint64_t kMaxArgonWork = 4 * (1U << 20);  // memory times passes, in KiB
constexpr unsigned kMaxArgonTime = 16;
constexpr unsigned kMaxArgonLanes = 16;
constexpr size_t kMaxArgonText = 256;
constexpr size_t kMaxSalt = 128;
constexpr size_t kSha256Bytes = 32;
constexpr size_t kScryptBytes = 64;
constexpr unsigned kTicketPortalRounds = 100'000;

// A decimal number from 1 to `most`, without sign or leading zero.
std::optional<unsigned> number(std::string_view text, std::uint64_t most) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.starts_with('0') || error != std::errc{} || end != text.data() + text.size()) return {};
    if (value < 1 || value > most) return {};
    return static_cast<unsigned>(value);
}

bool is_hex(std::string_view text, size_t bytes) {
    return text.size() == 2 * bytes && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

base::Secret pbkdf2(std::string_view password, std::string_view salt, unsigned rounds) {
    std::string out(kSha256Bytes, '\0');
    if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                          reinterpret_cast<const unsigned char*>(salt.data()), static_cast<int>(salt.size()),
                          static_cast<int>(rounds), EVP_sha256(), static_cast<int>(out.size()),
                          reinterpret_cast<unsigned char*>(out.data())) != 1) {
        throw base::Error("PBKDF2 failed");
    }
    return base::Secret(std::move(out));
}

std::optional<bool> verify_werkzeug_pbkdf2(const std::vector<std::string>& parts, std::string_view password) {
    const auto method = base::split(parts[0], ':');
    if (method.size() != 3 || method[1] != "sha256" || !is_hex(parts[2], kSha256Bytes)) return {};
    const auto rounds = number(method[2], kMaxRounds);
    if (!rounds) return {};
    return equal(base::to_hex(pbkdf2(password, parts[1], *rounds).reveal()), parts[2]);
}

std::optional<bool> verify_werkzeug_scrypt(const std::vector<std::string>& parts, std::string_view password) {
    const auto method = base::split(parts[0], ':');
    if (method.size() != 4 || !is_hex(parts[2], kScryptBytes)) return {};
    const auto n = number(method[1], kMaxScryptN);
    const auto r = number(method[2], kMaxScryptR);
    const auto p = number(method[3], kMaxScryptP);
    if (!n || !r || !p || *n < 2 || (*n & (*n - 1)) != 0) return {};
    std::string out(kScryptBytes, '\0');
    const std::string& salt = parts[1];
    if (crypto_pwhash_scryptsalsa208sha256_ll(
            reinterpret_cast<const unsigned char*>(password.data()), password.size(),
            reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), *n, *r, *p,
            reinterpret_cast<unsigned char*>(out.data()), out.size()) != 0) {
        throw base::Error("no memory for scrypt");
    }
    return equal(base::to_hex(out), parts[2]);
}

std::optional<bool> verify_ticket_portal(const KeyRing& ring, const std::vector<std::string>& parts,
                                         std::string_view password) {
    std::string salt;
    std::string expected;
    if (!base::from_base64(parts[2], salt) || !base::from_base64(parts[3], expected)) return {};
    if (salt.empty() || salt.size() > kMaxSalt || expected.size() != kSha256Bytes) return {};
    for (const MasterKey& master : ring.masters()) {
        if (master.kind != "pepper" || master.id != parts[1]) continue;
        const base::Secret peppered(std::string(password).append(master.secret.reveal()));
        return equal(pbkdf2(peppered.reveal(), salt, kTicketPortalRounds).reveal(), expected);
    }
    return {};
}

// "m=65536,t=3,p=4"
bool argon2_cost_is_bounded(std::string_view text) {
    const auto parts = base::split(text, ',');
    if (parts.size() != 3 || !parts[0].starts_with("m=") || !parts[1].starts_with("t=") ||
        !parts[2].starts_with("p=")) {
        return false;
    }
    const auto memory = number(parts[0].substr(2), kMaxArgonKib);
    const auto time = number(parts[1].substr(2), kMaxArgonTime);
    const auto lanes = number(parts[2].substr(2), kMaxArgonLanes);
    return memory && time && lanes && std::uint64_t{*memory} * *time <= kMaxArgonWork;
}

}  // namespace

std::optional<bool> verify_argon2(std::string_view hash, std::string_view password) {
    if (hash.size() > kMaxArgonText || hash.find('\0') != std::string_view::npos) return {};
    const auto parts = base::split(hash, '$');  // "", kind, version, cost, salt, hash
    if (parts.size() != 6 || !parts[0].empty() || parts[2] != "v=19") return {};
    if ((parts[1] != "argon2id" && parts[1] != "argon2i") || !argon2_cost_is_bounded(parts[3])) return {};
    return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

std::optional<bool> verify_foreign(const KeyRing& identity, std::string_view hash,
                                   const base::Secret& password) {
    if (hash.starts_with("$argon2")) return verify_argon2(hash, password.reveal());
    const auto parts = base::split(hash, '$');
    if (parts.size() == 4 && parts[0] == "ticket-portal") {
        return verify_ticket_portal(identity, parts, password.reveal());
    }
    if (parts.size() != 3 || parts[1].empty() || parts[1].size() > kMaxSalt) return {};
    if (parts[0].starts_with("pbkdf2:")) return verify_werkzeug_pbkdf2(parts, password.reveal());
    if (parts[0].starts_with("scrypt:")) return verify_werkzeug_scrypt(parts, password.reveal());
    return {};
}

}  // namespace crypto
