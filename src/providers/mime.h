// A mail as bytes on the wire (RFC 5322, 2045, 2047, 2049): text then HTML, UTF-8, quoted-printable or
// base64, every line at most 78 characters where it can be folded and never over 998. Refuses control
// characters in everything that becomes a header; nothing else writes headers.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "providers/mail_transport.h"

namespace providers {

// The whole message with CRLF lines, or what is wrong with it ("control character in subject").
std::expected<std::string, std::string> compose(const OutgoingMail& mail, base::Instant now);

// RFC 2047: the text itself when it is short plain ASCII, else base64 encoded words of at most 75 characters,
// split between characters, joined by CRLF SP.
std::string encode_words(std::string_view utf8);
// "Ada" <ada@example.org>, quoted or encoded as needed; the bare address without a name.
std::string encode_mailbox(std::string_view name, std::string_view address);
std::string quoted_printable(std::string_view text);  // takes \n lines, gives CRLF lines of at most 76

}  // namespace providers
