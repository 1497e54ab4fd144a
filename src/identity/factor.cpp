// The names of factors, and which may follow which.
#include "identity/factor.h"

#include <utility>

namespace identity {

namespace {
constexpr std::pair<Factor, std::string_view> kNames[] = {{Factor::password, "password"},
                                                          {Factor::mailed_code, "mailed_code"},
                                                          {Factor::totp, "totp"},
                                                          {Factor::recovery_code, "recovery_code"}};
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

std::vector<Factor> OwnFactors::after(Factor first) const {
    std::vector<Factor> steps;
    if (!apps.empty()) steps.push_back(Factor::totp);
    if (mailed_step && first != Factor::mailed_code) steps.push_back(Factor::mailed_code);
    if (!steps.empty() && recovery_codes > 0) steps.push_back(Factor::recovery_code);
    return steps;
}

}  // namespace identity
