// Phone numbers. The only file that includes libphonenumber. Guarantees: only digits and the usual separators
// are looked at (no letters, no extensions, no tel: URIs), so that one number has one spelling.
#include "base/phone_number.h"

#include <phonenumbers/phonenumberutil.h>

namespace base {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;
constexpr size_t kMostBytes = 64;

bool parse_with_library(const std::string& text, const std::string& region,
                        i18n::phonenumbers::PhoneNumber& number) {
    return PhoneNumberUtil::GetInstance()->Parse(text, region, &number) == PhoneNumberUtil::NO_PARSING_ERROR;
}

}  // namespace

std::optional<PhoneNumber> PhoneNumber::parse(std::string_view text, std::string_view region) {
    if (text.size() > kMostBytes || text.find_first_not_of("+0123456789 ()-./") != std::string_view::npos)
        return std::nullopt;
    i18n::phonenumbers::PhoneNumber number;
    if (!parse_with_library(std::string(text), std::string(region), number)) return std::nullopt;
    const auto* const library = PhoneNumberUtil::GetInstance();
    if (!library->IsValidNumber(number)) return std::nullopt;
    std::string e164;
    library->Format(number, PhoneNumberUtil::E164, &e164);
    return PhoneNumber(std::move(e164));
}

std::string PhoneNumber::masked() const {
    i18n::phonenumbers::PhoneNumber number;
    parse_with_library(e164_, "ZZ", number);
    return "+" + std::to_string(number.country_code()) + " •••••• " + e164_.substr(e164_.size() - 2);
}

std::string PhoneNumber::region() const {
    i18n::phonenumbers::PhoneNumber number;
    std::string region;
    parse_with_library(e164_, "ZZ", number);
    PhoneNumberUtil::GetInstance()->GetRegionCodeForNumber(number, &region);
    return region;
}

NumberKind PhoneNumber::kind() const {
    i18n::phonenumbers::PhoneNumber number;
    parse_with_library(e164_, "ZZ", number);
    switch (PhoneNumberUtil::GetInstance()->GetNumberType(number)) {
        case PhoneNumberUtil::FIXED_LINE: return NumberKind::landline;
        case PhoneNumberUtil::TOLL_FREE:
        case PhoneNumberUtil::PREMIUM_RATE:
        case PhoneNumberUtil::SHARED_COST:
        case PhoneNumberUtil::PERSONAL_NUMBER:
        case PhoneNumberUtil::PAGER:
        case PhoneNumberUtil::UAN:
        case PhoneNumberUtil::VOICEMAIL: return NumberKind::special;
        default: return NumberKind::mobile;
    }
}

}  // namespace base
