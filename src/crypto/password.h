// Passwords: pepper (HMAC-SHA-512, key id kept), then Argon2id. Foreign hashes (Werkzeug pbkdf2 and scrypt,
// Argon2 strings, the ticket portal's PBKDF2) are verified within bounds and reported as stale, so that
// sign-in replaces them. Slow by design (>100 ms): only called while holding a hashing slot. Never locks an
// account by itself.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"
#include "crypto/key_ring.h"

namespace crypto {

struct PasswordCost {
    unsigned long long operations = 3;
    size_t memory = 64u << 20;  // bytes
};

constexpr size_t kMaxPasswordBytes = 1024;

// "g1$<key id>$<argon2id string>". Throws base::Error when memory cannot be had.
std::string hash_password(const KeyRing& identity, const PasswordCost& cost, const base::Secret& password);

enum class Verdict { wrong, right, right_but_stale };
// Stale: other cost, older pepper, or a foreign form. An unparseable or too expensive hash is `wrong` (after
// a dummy hash of the same cost as ours, so that time says nothing).
Verdict verify_password(const KeyRing& identity, const PasswordCost& cost, std::string_view hash,
                        const base::Secret& password);
// What unknown accounts and throttled sign-ins cost: one hash, thrown away.
void verify_nobody(const KeyRing& identity, const PasswordCost& cost, const base::Secret& password);

}  // namespace crypto
