// The binary record an authenticator signs (W3C WebAuthn Level 3, 6.1), and COSE keys: ES256 and EdDSA
// through libfido2, RS256 through OpenSSL (rs256.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crypto::webauthn {

// Views into the bytes it was read from.
struct AuthenticatorData {
    std::string_view rp_id_hash;  // 32 bytes
    std::uint32_t counter = 0;
    bool present = false, verified = false, backup_eligible = false, backed_up = false;
    // Empty unless there is attested credential data; `aaguid` (16 bytes) names the kind of authenticator.
    std::string_view aaguid, credential_id, public_key;
    // Nothing if cut short, followed by more than it announces, or backed up without being eligible.
    static std::optional<AuthenticatorData> parse(std::string_view bytes);
};

// A public key in the form it is verified with.
struct PublicKey {
    int algorithm = 0;  // COSE number
    std::string raw;    // ES256: x, y; EdDSA: the key; RS256: the COSE_Key itself
};
// Nothing unless it is a well-formed ES256, EdDSA (Ed25519) or RS256 (2048 to 4096 bits) key.
std::optional<PublicKey> public_key_of_cose(std::string_view cose);

// Checks a self attestation ("packed", no certificate): the credential's own signature over data and client
// data.
bool self_attestation_holds(int algorithm, std::string_view rp_id, std::string_view authenticator_data,
                            std::string_view client_data_hash, std::string_view statement);
// Checks the signature of an assertion.
bool assertion_holds(const PublicKey& key, std::string_view rp_id, std::string_view authenticator_data,
                     std::string_view client_data_hash, std::string_view signature);

}  // namespace crypto::webauthn
