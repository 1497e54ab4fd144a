// Time-based codes: liboath computes, this file decides which steps count. Guarantees: all steps in the
// window are computed and compared in constant time, so that an answer does not tell which one was near.
#include "crypto/totp.h"

#include <liboath/oath.h>
#include <sodium.h>

#include <cstdlib>

#include "base/error.h"
#include "base/text.h"
#include "crypto/random.h"

namespace crypto {
namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr size_t kSecretBytes = 20;  // RFC 4226 section 4, R6: 160 bits recommended
constexpr std::int64_t kStepsBack = 1;

}  // namespace

base::Secret new_totp_secret() {
    return base::Secret(random_bytes(kSecretBytes));
}

std::string to_base32(std::string_view raw) {
    char* text = nullptr;
    size_t length = 0;
    if (oath_base32_encode(raw.data(), raw.size(), &text, &length) != OATH_OK) {
        throw base::Error("base32 encoding failed");
    }
    std::string out(text, length);
    sodium_memzero(text, length);
    std::free(text);  // NOLINT(cppcoreguidelines-no-malloc): liboath's malloc
    while (out.ends_with('=')) out.pop_back();
    return out;
}

std::optional<std::string> from_base32(std::string_view text) {
    std::string tidy;
    for (const char c : text) {
        if (c == ' ') continue;
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        const bool known = (upper >= 'A' && upper <= 'Z') || (upper >= '2' && upper <= '7') || upper == '=';
        if (!known) return {};
        tidy += upper;
    }
    while (tidy.ends_with('=')) tidy.pop_back();
    if (tidy.empty() || tidy.find('=') != std::string::npos) return {};
    // 1, 3 and 6 characters left over cannot come from whole bytes (RFC 4648 section 6).
    if (const size_t over = tidy.size() % 8; over == 1 || over == 3 || over == 6) return {};
    char* raw = nullptr;
    size_t length = 0;
    if (oath_base32_decode(tidy.data(), tidy.size(), &raw, &length) != OATH_OK) return {};
    std::string out(raw, length);
    sodium_memzero(raw, length);
    std::free(raw);  // NOLINT(cppcoreguidelines-no-malloc): liboath's malloc
    return out;
}

std::string totp_code(const base::Secret& raw, std::int64_t step) {
    char code[kTotpDigits + 1] = {};
    if (oath_hotp_generate(raw.reveal().data(), raw.size(), static_cast<std::uint64_t>(step), kTotpDigits,
                           false, OATH_HOTP_DYNAMIC_TRUNCATION, code) != OATH_OK) {
        throw base::Error("liboath could not compute a code");
    }
    return code;
}

std::int64_t totp_step(base::Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / kStepSeconds;
}

std::optional<std::int64_t> check_totp(const base::Secret& raw, std::string_view code, base::Instant now) {
    std::optional<std::int64_t> found;
    const std::int64_t current = totp_step(now);
    for (std::int64_t step = current - kStepsBack; step <= current; ++step) {
        if (step >= 0 && equal(totp_code(raw, step), code)) found = step;
    }
    return found;
}

std::string totp_uri(std::string_view issuer, std::string_view account, const base::Secret& raw) {
    const std::string name = base::percent_encode(issuer);
    return "otpauth://totp/" + name + ":" + base::percent_encode(account) +
           "?secret=" + to_base32(raw.reveal()) + "&issuer=" + name +
           fmt::format("&algorithm=SHA1&digits={}&period={}", kTotpDigits, kStepSeconds);
}

}  // namespace crypto
