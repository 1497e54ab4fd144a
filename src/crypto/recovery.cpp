// Makes, shows, reads and hashes recovery codes.
#include "crypto/recovery.h"

#include "crypto/code.h"
#include "crypto/random.h"

namespace crypto {
namespace {

constexpr int kCodes = 10;
constexpr size_t kCharacters = 24;
constexpr size_t kGroup = 4;
constexpr std::string_view kPurpose = "recovery";

}  // namespace

std::vector<std::string> make_recovery_codes() {
    std::vector<std::string> codes;
    for (int i = 0; i < kCodes; ++i) codes.push_back(random_base32(kCharacters));
    return codes;
}

std::string show_recovery_code(std::string_view normal) {
    std::string shown;
    for (size_t at = 0; at < normal.size(); at += kGroup) {
        if (at > 0) shown += '-';
        shown += normal.substr(at, kGroup);
    }
    return shown;
}

std::optional<std::string> normalise_recovery_code(std::string_view typed) {
    std::string normal;
    for (const char c : typed) {
        if (c == ' ' || c == '-') continue;
        if (c >= 'a' && c <= 'z') {
            normal += static_cast<char>(c - 'a' + 'A');
        } else if ((c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7')) {
            normal += c;
        } else if (c == '0' || c == '8') {
            normal += c == '0' ? 'O' : 'B';
        } else {
            return {};
        }
        if (normal.size() > kCharacters) return {};
    }
    if (normal.size() != kCharacters) return {};
    return std::optional<std::string>(std::in_place, normal.data(), normal.size());
}

std::string recovery_code_hash(const KeyRing& identity, base::AccountId account, std::string_view normal) {
    return code_hash(identity, account, kPurpose, normal);
}

std::vector<std::string> recovery_code_hashes(const KeyRing& identity, base::AccountId account,
                                              std::string_view normal) {
    return code_hashes(identity, account, kPurpose, normal);
}

}  // namespace crypto
