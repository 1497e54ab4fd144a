#include "providers/mime.h"

#include "base/text.h"
#include "providers/curl_client.h"
#include "providers/http_rules.h"

namespace providers {

namespace {

constexpr size_t kFold = 78, kHardLimit = 998;
// 39 bytes become 52 characters; with "=?UTF-8?B??=" and the longest of our header names it stays under 78.
constexpr size_t kWordBytes = 39;

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 128; });
}

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

std::string wrap_base64(std::string_view text) {
    std::string crlf;
    for (const char c : text) {
        if (c == '\n') crlf += '\r';
        crlf += c;
    }
    const auto encoded = base::to_base64(crlf);
    std::string lines;
    for (size_t at = 0; at < encoded.size(); at += 76) lines.append(encoded, at, 76).append("\r\n");
    return lines;
}

// Folds at spaces; false when a piece is over the hard limit.
bool add_header(std::string& head, std::string_view name, std::string_view value) {
    std::string line = fmt::format("{}:", name);
    for (const auto& piece : base::split(value, ' ')) {
        if (piece.size() + name.size() + 2 > kHardLimit) return false;
        if (line.size() + 1 + piece.size() > kFold && !line.empty() && line.back() != ':' && !piece.empty()) {
            head += line + "\r\n";
            line.clear();
        }
        line += ' ';
        line += piece;
        if (const auto last = line.rfind('\n'); last != line.npos) {  // encoded words bring their own folds
            head.append(line, 0, last + 1);
            line.erase(0, last + 1);
        }
    }
    head += line + "\r\n";
    return true;
}

bool is_header_name(std::string_view name) {
    return !name.empty() && name.size() < 60 &&
           std::ranges::all_of(name, [](char c) { return c > 32 && c < 127 && c != ':'; });
}

void add_part(std::string& message, std::string_view type, std::string_view text) {
    const auto foreign = static_cast<size_t>(std::ranges::count_if(text, [](char c) { return c < 0; }));
    const bool base64 = foreign * 6 > text.size();
    const auto unified = base::unify_newlines(text);
    message += fmt::format("Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n{}",
                           type, base64 ? "base64" : "quoted-printable",
                           base64 ? wrap_base64(unified) : quoted_printable(unified));
}

}  // namespace

std::string fault_in(const OutgoingMail& mail) {
    if (!is_envelope_address(mail.to_address)) return "recipient is no clean address";
    if (!is_envelope_address(mail.from_address)) return "sender is no clean address";
    if (!mail.reply_to.empty() && !is_envelope_address(mail.reply_to)) return "reply address is not clean";
    if (!is_one_line(mail.from_name)) return "control character in the sender's name";
    if (!is_one_line(mail.subject)) return "control character in subject";
    if (!is_one_line(mail.message_id) || !is_ascii(mail.message_id) ||
        mail.message_id.find(' ') != std::string::npos)
        return "bad message id";
    for (const auto& [name, value] : mail.headers)
        if (!is_header_name(name) || value.empty() || !is_one_line(value) || !is_ascii(value))
            return "bad header " + std::string(is_header_name(name) ? name : "name");
    return "";
}

std::string encode_words(std::string_view utf8) {
    const bool plain = utf8.size() <= 60 && is_ascii(utf8) && utf8.find("=?") == utf8.npos &&
                       base::trim(utf8).size() == utf8.size();
    if (plain) return std::string(utf8);
    std::string words;
    while (!utf8.empty()) {
        auto end = std::min(kWordBytes, utf8.size());
        while (end < utf8.size() && end > 1 && !starts_character(utf8[end])) --end;
        if (!words.empty()) words += "\r\n ";
        words += fmt::format("=?UTF-8?B?{}?=", base::to_base64(utf8.substr(0, end)));
        utf8.remove_prefix(end);
    }
    return words;
}

std::string encode_mailbox(std::string_view name, std::string_view address) {
    if (name.empty()) return std::string(address);
    std::string phrase = encode_words(name);
    if (phrase == name) {
        phrase = "\"";
        for (const char c : name) {
            if (c == '"' || c == '\\') phrase += '\\';
            phrase += c;
        }
        phrase += '"';
    }
    return fmt::format("{} <{}>", phrase, address);
}

std::string quoted_printable(std::string_view text) {
    std::string out;
    size_t column = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool at_end = i + 1 == text.size() || text[i + 1] == '\n';
        // A line that begins with "From " or "." is kept from old relays' hands.
        const bool literal = ((c > 32 && c < 127 && c != '=') || ((c == ' ' || c == '\t') && !at_end)) &&
                             !(column == 0 && (c == '.' || c == 'F'));
        const size_t width = literal ? 1 : 3;
        if (column + width > (at_end ? 76 : 75)) {
            out += "=\r\n";
            column = 0;
        }
        if (literal)
            out += static_cast<char>(c);
        else
            out += fmt::format("={:02X}", c);
        column += width;
    }
    if (column > 0) out += "\r\n";
    return out;
}

std::expected<std::string, std::string> compose(const OutgoingMail& mail, base::Instant now) {
    if (auto fault = fault_in(mail); !fault.empty()) return std::unexpected(std::move(fault));
    std::string message;
    bool fits = add_header(message, "Date", base::to_mail_date(now)) &&
                add_header(message, "From", encode_mailbox(mail.from_name, mail.from_address)) &&
                add_header(message, "To", mail.to_address) &&
                add_header(message, "Subject", encode_words(mail.subject)) &&
                add_header(message, "Message-ID", mail.message_id);
    if (!mail.reply_to.empty()) fits = fits && add_header(message, "Reply-To", mail.reply_to);
    for (const auto& [name, value] : mail.headers) fits = fits && add_header(message, name, value);
    if (!fits) return std::unexpected("header line too long");
    message += "MIME-Version: 1.0\r\n";
    if (mail.html.empty()) {
        add_part(message, "plain", mail.text);
        return message;
    }
    // "=_" can stand in neither encoding, so no body line is ever taken for the boundary.
    const auto boundary = "=_gatehouse_" + base::to_hex(mail.idempotency_key).substr(0, 40);
    message +=
        fmt::format("Content-Type: multipart/alternative;\r\n boundary=\"{0}\"\r\n\r\n--{0}\r\n", boundary);
    add_part(message, "plain", mail.text);
    message += fmt::format("--{}\r\n", boundary);
    add_part(message, "html", mail.html);
    message += fmt::format("--{}--\r\n", boundary);
    return message;
}

}  // namespace providers
