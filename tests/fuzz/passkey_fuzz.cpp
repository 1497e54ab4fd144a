// libFuzzer target: what a browser hands over for a passkey, as bytes: an attestation object, authenticator
// data, a key. Nothing of it may break the portal, and nothing that was not signed may count.
#include <cstdlib>

#include "base/text.h"
#include "crypto/authenticator_data.h"
#include "crypto/random.h"
#include "crypto/webauthn.h"

namespace {

namespace webauthn = crypto::webauthn;

const std::string kChallenge(43, 'A');

webauthn::Expected expected() {
    return {.rp_id = "example.org", .origins = {"https://example.org"}, .challenge = kChallenge};
}

std::string client_data(std::string_view type) {
    return base::to_base64url(
        fmt::format(R"({{"type":"{}","challenge":"{}","origin":"https://example.org"}})", type, kChallenge));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const auto made = webauthn::check_registration(
        expected(), {client_data("webauthn.create"), base::to_base64url(input), {}});
    if (made && (made->id.empty() || made->id.size() > 1023 || made->aaguid.size() != 16)) std::abort();

    // With the right hash in front the parser gets further.
    const auto data = crypto::sha256("example.org") + std::string(input);
    const auto parsed = webauthn::AuthenticatorData::parse(data);
    if (parsed && parsed->backed_up && !parsed->backup_eligible) std::abort();
    webauthn::Credential known;
    known.public_key = parsed ? std::string(parsed->public_key) : std::string(input);
    known.backup_eligible = parsed && parsed->backup_eligible;
    const auto used = webauthn::check_assertion(
        expected(), known, "",
        {client_data("webauthn.get"), base::to_base64url(data), base::to_base64url("not a signature"), ""});
    if (used) std::abort();
    webauthn::claimed_challenge(base::to_base64url(input));
    return 0;
}
