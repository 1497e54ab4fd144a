// The names of factors, and what may follow the first.
#include "identity/factor.h"

#include <utility>

namespace identity {

namespace {
constexpr std::pair<Factor, std::string_view> kNames[] = {
    {Factor::password, "password"},           {Factor::mailed_code, "mailed_code"}, {Factor::totp, "totp"},
    {Factor::recovery_code, "recovery_code"}, {Factor::passkey, "passkey"},         {Factor::sms, "sms"}};
}  // namespace

std::string_view to_text(Factor factor) {
    for (const auto& [known, name] : kNames) {
        if (known == factor) return name;
    }
    return "";
}

std::optional<Factor> factor_of(std::string_view text) {
    for (const auto& [factor, name] : kNames) {
        if (name == text) return factor;
    }
    return std::nullopt;
}

std::vector<Factor> OwnFactors::steps(Factor first) const {
    std::vector<Factor> found;
    if (!passkeys.empty()) found.push_back(Factor::passkey);
    if (!apps.empty()) found.push_back(Factor::totp);
    if (phone) found.push_back(Factor::sms);
    if (mailed_code && first != Factor::mailed_code) found.push_back(Factor::mailed_code);
    if (has_second() && recovery_codes > 0) found.push_back(Factor::recovery_code);
    return found;
}

bool OwnFactors::mail_may_begin() const {
    return !has_second() || !steps(Factor::mailed_code).empty();
}

}  // namespace identity
