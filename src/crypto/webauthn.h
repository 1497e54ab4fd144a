// Passkeys: what a browser sends after navigator.credentials.create() and .get(), checked as W3C Web
// Authentication Level 3 (7.1 and 7.2) asks. libfido2 and OpenSSL decode keys and verify signatures.
// Attestation "none" and self attestation ("packed" without a certificate) are accepted: the portal does not
// care who made the authenticator.
// Never makes or consumes a challenge: the caller spends it before it calls, whatever comes out.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace crypto::webauthn {

// What the portal asked for, and of whom.
struct Expected {
    std::string rp_id;                 // "portal.example.org"
    std::vector<std::string> origins;  // exact, "https://portal.example.org"
    std::string challenge;             // base64url, as it was handed to the browser; at least 16 bytes
    bool user_verification = false;    // demanded: always where the passkey is the only factor
};

// As sent: base64url without padding.
struct RegistrationAnswer {
    std::string client_data_json, attestation_object;
    std::vector<std::string> transports;  // getTransports(); unknown ones are dropped
};
struct AssertionAnswer {
    std::string client_data_json, authenticator_data, signature;
    std::string user_handle;  // may be empty
};

// A registered passkey: what to keep.
struct Credential {
    std::string id;          // raw, 1 to 1023 bytes
    std::string public_key;  // COSE_Key
    std::uint32_t counter = 0;
    std::vector<std::string> transports;
    std::string aaguid;  // 16 bytes; all zero where the browser does not tell
    bool user_verified = false;
    bool backup_eligible = false;  // never changes for a credential
    bool backed_up = false;
};

// A passkey that was used: what to update.
struct Assertion {
    std::uint32_t counter = 0;
    bool user_verified = false;
    bool backed_up = false;
};

// For the log and the audit trail; a person hears only that it did not work.
enum class Failure {
    malformed,
    wrong_type,
    wrong_challenge,
    wrong_origin,
    cross_origin,
    wrong_site,
    not_present,
    not_verified,
    wrong_backup_flags,
    unknown_algorithm,
    bad_attestation,
    wrong_user,
    bad_signature,
    counter_went_back,  // perhaps a copied authenticator: tell the owner
};
std::string_view to_text(Failure failure);

// Algorithms to offer in pubKeyCredParams, best first: ES256, EdDSA, RS256 (COSE numbers).
constexpr int kAlgorithms[] = {-7, -8, -257};

// The challenge that an answer's client data (base64url) claims to be for; "" if it cannot be read. Whoever
// asked looks it up and spends it before checking anything else.
std::string claimed_challenge(std::string_view client_data_json);

std::expected<Credential, Failure> check_registration(const Expected& expected,
                                                      const RegistrationAnswer& answer);

// `known` is the row found by the credential id the browser named; `user_handle` the raw handle of its
// account. The counter must grow unless both are 0.
std::expected<Assertion, Failure> check_assertion(const Expected& expected, const Credential& known,
                                                  std::string_view user_handle,
                                                  const AssertionAnswer& answer);

}  // namespace crypto::webauthn
