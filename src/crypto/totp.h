// RFC 6238 by liboath: SHA-1, 6 digits, 30 s. Accepts the current step and the one before, never ahead; the
// caller makes a step count once (`UPDATE … SET last_step = ? WHERE … AND last_step < ?`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"

namespace crypto {

inline constexpr int kTotpDigits = 6;

base::Secret new_totp_secret();                                     // 20 raw bytes
std::string to_base32(std::string_view raw);                        // no padding
std::optional<std::string> from_base32(std::string_view text);      // spaces and case forgiven
std::string totp_code(const base::Secret& raw, std::int64_t step);  // for tests and seeding
std::int64_t totp_step(base::Instant at);
// The step that `code` belongs to, or nothing.
std::optional<std::int64_t> check_totp(const base::Secret& raw, std::string_view code, base::Instant now);
// otpauth://totp/… as authenticator apps read it.
std::string totp_uri(std::string_view issuer, std::string_view account, const base::Secret& raw);

}  // namespace crypto
