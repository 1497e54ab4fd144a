// The checks of both ceremonies, in the order of the standard. Guarantees: nothing is believed before its
// signature but what decides whether to look at the signature at all.
#include "crypto/webauthn.h"

#include "base/json.h"
#include "base/text.h"
#include "crypto/authenticator_data.h"
#include "crypto/cbor.h"
#include "crypto/random.h"

namespace crypto::webauthn {
namespace {

constexpr size_t kLeastChallenge = 22;            // 16 bytes in base64url
constexpr size_t kMostEncoded = size_t{1} << 16;  // base64url characters of any one part
constexpr std::array<std::string_view, 6> kTransports = {"ble", "hybrid",     "internal",
                                                         "nfc", "smart-card", "usb"};

std::optional<std::string> decoded(std::string_view text) {
    std::optional<std::string> bytes(std::in_place);
    if (text.empty() || text.size() > kMostEncoded || !base::from_base64url(text, *bytes)) bytes.reset();
    return bytes;
}

std::optional<Failure> trouble_with_client(const Expected& expected, std::string_view type,
                                           std::string_view client_data) {
    const auto json = base::Json::parse(client_data);
    if (!json || json->object() == nullptr || expected.challenge.size() < kLeastChallenge) {
        return Failure::malformed;
    }
    if (json->text_at("type") != type) return Failure::wrong_type;
    if (!equal(json->text_at("challenge"), expected.challenge)) return Failure::wrong_challenge;
    if (std::ranges::find(expected.origins, json->text_at("origin")) == expected.origins.end()) {
        return Failure::wrong_origin;
    }
    const base::Json* cross = json->find("crossOrigin");
    if ((cross != nullptr && (cross->boolean() == nullptr || *cross->boolean())) ||
        json->find("topOrigin") != nullptr) {
        return Failure::cross_origin;
    }
    return {};
}

std::optional<Failure> trouble_with_data(const Expected& expected, const AuthenticatorData& parsed) {
    if (!equal(parsed.rp_id_hash, sha256(expected.rp_id))) return Failure::wrong_site;
    if (!parsed.present) return Failure::not_present;
    if (expected.user_verification && !parsed.verified) return Failure::not_verified;
    return {};
}

std::vector<std::string> known_transports(const std::vector<std::string>& named) {
    std::vector<std::string> known;
    for (const std::string_view transport : kTransports) {
        if (std::ranges::find(named, transport) != named.end()) known.emplace_back(transport);
    }
    return known;
}

}  // namespace

std::string_view to_text(Failure failure) {
    switch (failure) {
        case Failure::malformed: return "malformed";
        case Failure::wrong_type: return "wrong_type";
        case Failure::wrong_challenge: return "wrong_challenge";
        case Failure::wrong_origin: return "wrong_origin";
        case Failure::cross_origin: return "cross_origin";
        case Failure::wrong_site: return "wrong_site";
        case Failure::not_present: return "not_present";
        case Failure::not_verified: return "not_verified";
        case Failure::wrong_backup_flags: return "wrong_backup_flags";
        case Failure::unknown_algorithm: return "unknown_algorithm";
        case Failure::bad_attestation: return "bad_attestation";
        case Failure::wrong_user: return "wrong_user";
        case Failure::bad_signature: return "bad_signature";
        case Failure::counter_went_back: return "counter_went_back";
    }
    return "unknown";
}

std::string claimed_challenge(std::string_view client_data_json) {
    const auto client_data = decoded(client_data_json);
    const auto json = client_data ? base::Json::parse(*client_data) : std::unexpected(std::string());
    return json ? std::string(json->text_at("challenge")) : "";
}

std::expected<Credential, Failure> check_registration(const Expected& expected,
                                                      const RegistrationAnswer& answer) {
    const auto client_data = decoded(answer.client_data_json);
    const auto attestation = decoded(answer.attestation_object);
    if (!client_data || !attestation) return std::unexpected(Failure::malformed);
    if (const auto trouble = trouble_with_client(expected, "webauthn.create", *client_data)) {
        return std::unexpected(*trouble);
    }
    const auto format_item = cbor::at(*attestation, "fmt");
    const auto statement = cbor::at(*attestation, "attStmt");
    const auto data_item = cbor::at(*attestation, "authData");
    if (!format_item || !statement || !data_item) return std::unexpected(Failure::malformed);
    const auto format = cbor::text(*format_item);
    const auto data = cbor::bytes(*data_item);
    const auto parsed = data ? AuthenticatorData::parse(*data) : std::nullopt;
    if (!format || !parsed || parsed->credential_id.empty()) return std::unexpected(Failure::malformed);
    if (const auto trouble = trouble_with_data(expected, *parsed)) return std::unexpected(*trouble);
    const auto key = public_key_of_cose(parsed->public_key);
    if (!key) return std::unexpected(Failure::unknown_algorithm);
    const bool none = *format == "none" && *statement == "\xa0";  // the empty map
    const bool self = *format == "packed" && self_attestation_holds(key->algorithm, expected.rp_id, *data,
                                                                    sha256(*client_data), *statement);
    if (!none && !self) return std::unexpected(Failure::bad_attestation);
    return Credential{std::string(parsed->credential_id),
                      std::string(parsed->public_key),
                      parsed->counter,
                      known_transports(answer.transports),
                      std::string(parsed->aaguid),
                      parsed->verified,
                      parsed->backup_eligible,
                      parsed->backed_up};
}

std::expected<Assertion, Failure> check_assertion(const Expected& expected, const Credential& known,
                                                  std::string_view user_handle,
                                                  const AssertionAnswer& answer) {
    const auto client_data = decoded(answer.client_data_json);
    const auto data = decoded(answer.authenticator_data);
    const auto signature = decoded(answer.signature);
    if (!client_data || !data || !signature) return std::unexpected(Failure::malformed);
    if (!answer.user_handle.empty() && decoded(answer.user_handle) != user_handle) {
        return std::unexpected(Failure::wrong_user);
    }
    if (const auto trouble = trouble_with_client(expected, "webauthn.get", *client_data)) {
        return std::unexpected(*trouble);
    }
    const auto parsed = AuthenticatorData::parse(*data);
    if (!parsed) return std::unexpected(Failure::malformed);
    if (const auto trouble = trouble_with_data(expected, *parsed)) return std::unexpected(*trouble);
    if (parsed->backup_eligible != known.backup_eligible) return std::unexpected(Failure::wrong_backup_flags);
    const auto key = public_key_of_cose(known.public_key);
    if (!key) return std::unexpected(Failure::unknown_algorithm);
    if (!assertion_holds(*key, expected.rp_id, *data, sha256(*client_data), *signature)) {
        return std::unexpected(Failure::bad_signature);
    }
    if ((parsed->counter != 0 || known.counter != 0) && parsed->counter <= known.counter) {
        return std::unexpected(Failure::counter_went_back);
    }
    return Assertion{parsed->counter, parsed->verified, parsed->backed_up};
}

}  // namespace crypto::webauthn
