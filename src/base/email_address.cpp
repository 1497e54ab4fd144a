// The one rule for e-mail addresses. Guarantees: what comes out holds no control character, space or line
// break, one
// "@", a dot-atom before it and an A-label domain after it; two spellings of one mailbox share one canonical
// form. Invisible and unassigned characters are refused too: a mailbox nobody can type again is of no use and
// can deceive.
#include "base/email_address.h"

#include <idn2.h>
#include <unictype.h>
#include <unistr.h>

#include <cstdint>
#include <memory>

#include "base/text.h"

namespace base {
namespace {

constexpr size_t kMostOctets = 254;  // RFC 5321 4.5.3.1.3, less the angle brackets
constexpr size_t kMostLocal = 64;    // RFC 5321 4.5.3.1.1
constexpr size_t kMostLabel = 63;    // RFC 1035 2.3.4

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_alnum(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
// RFC 5322 3.2.3
bool is_atext(char c) {
    return is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// Letters, marks, numbers, punctuation and symbols; no separators, controls, formats, private or unassigned
// points.
bool is_visible(ucs4_t point) {
    return !uc_is_general_category_withtable(point, UC_CATEGORY_MASK_Z | UC_CATEGORY_MASK_C);
}

bool local_part_holds(std::string_view local) {
    if (local.empty() || local.size() > kMostLocal) return false;
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos)
        return false;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(local.data());
    for (size_t i = 0; i < local.size();) {
        ucs4_t point = 0;
        const int length = u8_mbtouc(&point, bytes + i, local.size() - i);
        if (point < 0x80 ? (local[i] != '.' && !is_atext(local[i])) : !is_visible(point)) return false;
        i += static_cast<size_t>(length);
    }
    return true;
}

bool label_holds(std::string_view label) {
    if (label.empty() || label.size() > kMostLabel || label.front() == '-' || label.back() == '-')
        return false;
    for (const char c : label)
        if (!is_alnum(c) && c != '-') return false;
    return true;
}

// libidn2 drops what it may not map ("exa mple.org" would come out as "example.org"): refused before it
// looks.
bool domain_is_clean(std::string_view domain) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(domain.data());
    for (size_t i = 0; i < domain.size();) {
        ucs4_t point = 0;
        const int length = u8_mbtouc(&point, bytes + i, domain.size() - i);
        if (point < 0x80 ? (!is_alnum(domain[i]) && domain[i] != '-' && domain[i] != '.')
                         : !is_visible(point))
            return false;
        i += static_cast<size_t>(length);
    }
    return !domain.empty();
}

// The domain as lower-case A-labels, or nothing.
std::optional<std::string> to_a_labels(const std::string& domain) {
    if (!domain_is_clean(domain)) return std::nullopt;
    char* found = nullptr;
    const int result = idn2_to_ascii_8z(domain.c_str(), &found, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, void (*)(void*)> owned(found, idn2_free);
    if (result != IDN2_OK) return std::nullopt;
    std::string ascii = to_lower(owned.get());
    const auto labels = split(ascii, '.');
    if (labels.size() < 2) return std::nullopt;
    for (const auto& label : labels)
        if (!label_holds(label)) return std::nullopt;
    // An all-digit last label is an IPv4 address, never a domain (RFC 3696 2).
    if (labels.back().find_first_not_of("0123456789") == std::string::npos) return std::nullopt;
    return ascii;
}

}  // namespace

std::optional<EmailAddress> EmailAddress::parse(std::string_view text) {
    text = trim(text);
    if (text.size() > 4 * kMostOctets || !is_utf8(text) || has_control(text)) return std::nullopt;
    const std::string normal = to_nfc(text);
    const auto at = normal.rfind('@');
    if (at == std::string::npos) return std::nullopt;
    const std::string local = normal.substr(0, at);
    if (!local_part_holds(local)) return std::nullopt;
    const auto domain = to_a_labels(normal.substr(at + 1));
    if (!domain || local.size() + 1 + domain->size() > kMostOctets) return std::nullopt;
    return EmailAddress(local + "@" + *domain, to_lower(local) + "@" + *domain);
}

std::string EmailAddress::masked() const {
    size_t first = 1;
    while ((static_cast<unsigned char>(text_[first]) & 0xC0U) == 0x80U) ++first;
    return text_.substr(0, first) + "…" + text_.substr(text_.rfind('@'));
}

}  // namespace base
