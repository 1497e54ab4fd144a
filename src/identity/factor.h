// Factors: what a person proves. The words of the domain; rules are in factors.h, rows in totp_store and
// recovery_store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "identity/passkey.h"
#include "identity/phone.h"

namespace identity {

enum class Factor { password, mailed_code, totp, recovery_code, passkey, sms };
std::string_view to_text(Factor factor);
std::optional<Factor> factor_of(std::string_view text);

// An authenticator app that counts.
struct AuthenticatorApp {
    std::uint64_t id;
    std::string name;
    base::Instant created_at;
    std::optional<base::Instant> last_used_at;
};

// What an account can prove, beside its password.
struct OwnFactors {
    std::vector<Passkey> passkeys;
    std::vector<AuthenticatorApp> apps;
    std::optional<Phone> phone = std::nullopt;
    int recovery_codes = 0;      // left
    bool mailed_code = false;    // asked for after the password
    bool by_mailed_code = true;  // may be signed in to with a mailed code in place of the password

    bool has_second() const { return !passkeys.empty() || !apps.empty() || phone || mailed_code; }
    // What may follow `first`, best first. The same channel never counts twice; recovery codes only stand in
    // for another factor.
    std::vector<Factor> steps(Factor first = Factor::password) const;
    // Whether a mailed code may be the first proof, of a sign-in or a reset: not where all that stands behind
    // the password is another mailed code, and who reads the mail would need nothing else.
    bool mail_may_begin() const;
    bool opens_by_mail() const { return by_mailed_code && mail_may_begin(); }
};

}  // namespace identity
