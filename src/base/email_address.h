// An e-mail address as a mail server would take it: RFC 5321 (254 octets, 64 local), dot-atom local part,
// UTF-8 allowed (RFC 6531), domain by IDNA 2008 with at least two labels; no address literals, comments or
// quoted local parts. One rule for the whole portal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

class EmailAddress {
  public:
    // Trims; nothing if the rule refuses it.
    static std::optional<EmailAddress> parse(std::string_view text);

    // As it was given (NFC, domain as A-label): where mail goes.
    const std::string& text() const { return text_; }
    // For uniqueness: NFC, domain in lower-case A-label, local part lower-cased.
    const std::string& canonical() const { return canonical_; }
    // "a…@example.org": for pages that remind, never reveal.
    std::string masked() const;

  private:
    EmailAddress(std::string text, std::string canonical)
        : text_(std::move(text)), canonical_(std::move(canonical)) {}
    std::string text_, canonical_;
};

}  // namespace base
