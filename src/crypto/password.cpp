// Our own form: pepper, then Argon2id. Guarantees: wrong, unparseable and nobody each cost one hash of the
// configured cost. Never says why a password is wrong.
#include "crypto/password.h"

#include <sodium.h>

#include "base/error.h"
#include "crypto/foreign_password.h"
#include "crypto/random.h"

namespace crypto {
namespace {

constexpr std::string_view kVersion = "g1$";
constexpr size_t kIdEnd = 3 + 8;

base::Secret peppered(const KeyRing::Derived& pepper, const base::Secret& password) {
    return base::Secret(hmac_sha512(pepper.key.reveal(), password.reveal()));
}

std::string argon2id(const PasswordCost& cost, const base::Secret& bytes) {
    char text[crypto_pwhash_STRBYTES] = {};
    if (crypto_pwhash_str_alg(text, bytes.reveal().data(), bytes.size(), cost.operations, cost.memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw base::Error("no memory for a password hash");
    }
    return text;
}

Verdict wrong_in_due_time(const KeyRing& identity, const PasswordCost& cost, const base::Secret& password) {
    verify_nobody(identity, cost, password);
    return Verdict::wrong;
}

}  // namespace

std::string hash_password(const KeyRing& identity, const PasswordCost& cost, const base::Secret& password) {
    if (password.size() > kMaxPasswordBytes) throw base::Bug("a password over the limit reached the hash");
    const KeyRing::Derived& pepper = identity.newest(Purpose::pepper);
    return std::string(kVersion) + pepper.id + "$" + argon2id(cost, peppered(pepper, password)).substr(1);
}

Verdict verify_password(const KeyRing& identity, const PasswordCost& cost, std::string_view hash,
                        const base::Secret& password) {
    if (password.size() > kMaxPasswordBytes) return wrong_in_due_time(identity, cost, password);
    if (!hash.starts_with(kVersion)) {
        const auto right = verify_foreign(identity, hash, password);
        if (!right) return wrong_in_due_time(identity, cost, password);
        return *right ? Verdict::right_but_stale : Verdict::wrong;
    }
    if (hash.size() <= kIdEnd || hash[kIdEnd] != '$') return wrong_in_due_time(identity, cost, password);
    const std::string_view id = hash.substr(kVersion.size(), kIdEnd - kVersion.size());
    const KeyRing::Derived* pepper = identity.find(Purpose::pepper, id);
    const std::string argon2(hash.substr(kIdEnd));
    const auto right =
        pepper == nullptr ? std::nullopt : verify_argon2(argon2, peppered(*pepper, password).reveal());
    if (!right) return wrong_in_due_time(identity, cost, password);
    if (!*right) return Verdict::wrong;
    const bool stale = pepper != &identity.newest(Purpose::pepper) || !argon2.starts_with("$argon2id$") ||
                       crypto_pwhash_str_needs_rehash(argon2.c_str(), cost.operations, cost.memory) != 0;
    return stale ? Verdict::right_but_stale : Verdict::right;
}

void verify_nobody(const KeyRing& identity, const PasswordCost& cost, const base::Secret& password) {
    argon2id(cost, peppered(identity.newest(Purpose::pepper), password));
}

}  // namespace crypto
