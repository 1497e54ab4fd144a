// The keyed hash of a code, over a length-prefixed encoding so that no two inputs share their bytes.
#include "crypto/code.h"

#include "crypto/encoding.h"
#include "crypto/random.h"

namespace crypto {

std::string code_hash(const KeyRing& identity, base::AccountId account, std::string_view purpose,
                      std::string_view code) {
    return hmac_sha256(identity.newest(Purpose::code).key.reveal(),
                       length_prefixed({std::to_string(account.value()), purpose, code}));
}

std::vector<std::string> code_hashes(const KeyRing& identity, base::AccountId account,
                                     std::string_view purpose, std::string_view code) {
    const std::string encoded = length_prefixed({std::to_string(account.value()), purpose, code});
    std::vector<std::string> hashes;
    for (const KeyRing::Derived* key : identity.all(Purpose::code)) {
        hashes.push_back(hmac_sha256(key->key.reveal(), encoded));
    }
    return hashes;
}

bool check_code(const KeyRing& identity, base::AccountId account, std::string_view purpose,
                std::string_view code, std::string_view hash) {
    bool right = false;
    for (const std::string& candidate : code_hashes(identity, account, purpose, code)) {
        if (equal(candidate, hash)) right = true;
    }
    return right;
}

}  // namespace crypto
