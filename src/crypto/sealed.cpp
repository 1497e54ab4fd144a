// Seals and opens fields, and makes their blind indexes. Guarantees: a token opens only where it was sealed
// and with the key it names; every failure is one OpenError whose text holds neither token nor clear text.
#include "crypto/sealed.h"

#include <sodium.h>

#include "base/text.h"
#include "crypto/encoding.h"
#include "crypto/fernet.h"
#include "crypto/random.h"

namespace crypto {
namespace {

constexpr std::string_view kVersion = "g1.";
constexpr size_t kIdEnd = 3 + 8;
constexpr size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

unsigned char* raw(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string bound_to(const Place& place) {
    return length_prefixed({"sealed", place.table, place.column, place.row});
}

std::string_view key_id_of(std::string_view token) {
    if (!token.starts_with(kVersion) || token.size() <= kIdEnd || token[kIdEnd] != '.') return {};
    return token.substr(kVersion.size(), kIdEnd - kVersion.size());
}

base::Secret open_foreign(const KeyRing& ring, std::string_view token) {
    for (auto master = ring.masters().rbegin(); master != ring.masters().rend(); ++master) {
        if (master->kind != "fernet") continue;
        if (auto clear = open_fernet(master->secret, token)) return std::move(*clear);
    }
    throw OpenError("a Fernet token does not open with any key of the ring");
}

}  // namespace

SealedText seal(const KeyRing& ring, Purpose purpose, const Place& place, std::string_view clear) {
    const KeyRing::Derived& key = ring.newest(purpose);
    const std::string bound = bound_to(place);
    std::string box = random_bytes(kNonce);
    box.resize(kNonce + clear.size() + kTag);
    unsigned long long length = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(box) + kNonce, &length, raw(clear), clear.size(),
                                               raw(bound), bound.size(), nullptr, raw(std::string_view(box)),
                                               raw(key.key.reveal()));
    return {std::string(kVersion) + key.id + "." + base::to_base64url(box)};
}

base::Secret open(const KeyRing& ring, Purpose purpose, const Place& place, const SealedText& sealed) {
    if (looks_like_fernet(sealed.token)) return open_foreign(ring, sealed.token);
    const std::string_view id = key_id_of(sealed.token);
    if (id.empty()) throw OpenError("a sealed field is not in a known form");
    const KeyRing::Derived* key = ring.find(purpose, id);
    if (key == nullptr) throw OpenError("a sealed field names a key that is not in the ring");
    std::string box;
    if (!base::from_base64url(std::string_view(sealed.token).substr(kIdEnd + 1), box) ||
        box.size() < kNonce + kTag) {
        throw OpenError("a sealed field is damaged");
    }
    const std::string bound = bound_to(place);
    std::string clear(box.size() - kNonce - kTag, '\0');
    unsigned long long length = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(clear), &length, nullptr, raw(box) + kNonce,
                                                   box.size() - kNonce, raw(bound), bound.size(),
                                                   raw(std::string_view(box)), raw(key->key.reveal())) != 0) {
        throw OpenError("a sealed field does not open: damaged, or moved from its place");
    }
    return base::Secret(std::move(clear));
}

bool is_stale(const KeyRing& ring, const SealedText& sealed) {
    return key_id_of(sealed.token) != ring.newest(Purpose::seal).id;
}

std::string blind_index(const KeyRing& ring, std::string_view column, std::string_view canonical) {
    return hmac_sha256(ring.newest(Purpose::blind_index).key.reveal(),
                       length_prefixed({"blind index", column, canonical}));
}

std::vector<std::string> blind_indexes(const KeyRing& ring, std::string_view column,
                                       std::string_view canonical) {
    std::vector<std::string> indexes;
    for (const KeyRing::Derived* key : ring.all(Purpose::blind_index)) {
        indexes.push_back(
            hmac_sha256(key->key.reveal(), length_prefixed({"blind index", column, canonical})));
    }
    return indexes;
}

}  // namespace crypto
