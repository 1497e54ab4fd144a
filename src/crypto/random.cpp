// Randomness and digests from libsodium (OpenSSL looks its HMAC up by name on each call, longer than the
// digest itself takes). Holds the one start-up of the libraries of this folder. Never keeps state between
// calls.
#include "crypto/random.h"

#include <fido.h>
#include <liboath/oath.h>
#include <openssl/crypto.h>
#include <sodium.h>
#include <sys/prctl.h>

#include "base/error.h"
#include "base/text.h"

namespace crypto {
namespace {

const unsigned char* octets(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string random_from(std::string_view alphabet, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
        out += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return out;
}

}  // namespace

void initialise() {
    if (sodium_init() < 0) throw base::ConfigError("libsodium does not start");
    if (OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CRYPTO_STRINGS, nullptr) != 1) {
        throw base::ConfigError("OpenSSL does not start");
    }
    if (oath_init() != OATH_OK) throw base::ConfigError("liboath does not start");
    fido_init(0);
    // No core dumps, and no other process of this user may look into our memory.
    if (prctl(PR_SET_DUMPABLE, 0) != 0) throw base::ConfigError("the process cannot close its memory");
}

std::string random_bytes(size_t count) {
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

std::string random_token() {
    return base::to_base64url(random_bytes(32));
}

std::string random_digits(int count) {
    return random_from("0123456789", count);
}

std::string random_base32(int count) {
    return random_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", count);
}

std::string random_uuid() {
    std::string bytes = random_bytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);  // RFC 9562: version 4
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);  // and its variant
    std::string text = base::to_hex(bytes);
    for (const size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
    return text;
}

std::string sha256(std::string_view bytes) {
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return out;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, octets(key), key.size());
    crypto_auth_hmacsha256_update(&state, octets(bytes), bytes.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(out.data()));
    sodium_memzero(&state, sizeof(state));
    return out;
}

std::string hmac_sha512(std::string_view key, std::string_view bytes) {
    std::string out(crypto_auth_hmacsha512_BYTES, '\0');
    crypto_auth_hmacsha512_state state;
    crypto_auth_hmacsha512_init(&state, octets(key), key.size());
    crypto_auth_hmacsha512_update(&state, octets(bytes), bytes.size());
    crypto_auth_hmacsha512_final(&state, reinterpret_cast<unsigned char*>(out.data()));
    sodium_memzero(&state, sizeof(state));
    return out;
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace crypto
