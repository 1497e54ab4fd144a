// Mail on the wire: what a hostile name or subject could do to it, and what old relays demand of lines.
#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "providers/curl_client.h"
#include "providers/mime.h"

using providers::compose;
using providers::OutgoingMail;

namespace {

OutgoingMail simple() {
    return {.message_id = "<0c1d@example.org>",
            .idempotency_key = "0c1d2e3f-0000-4000-8000-000000000001",
            .from_address = "portal@example.org",
            .from_name = "Example",
            .to_address = "ada@example.net",
            .subject = "Hello",
            .text = "One line\n",
            .html = "<p>One line</p>\n",
            .headers = {{"Auto-Submitted", "auto-generated"}}};
}

base::Instant some_time() {
    return base::from_sql("2026-11-21 01:02:03");
}

std::string composed(const OutgoingMail& mail) {
    const auto message = compose(mail, some_time());
    BOOST_REQUIRE(message.has_value());
    return *message;
}

std::vector<std::string> lines_of(std::string_view message) {
    std::vector<std::string> lines;
    for (const auto& line : base::split(message, '\n')) {
        if (line.empty()) continue;
        BOOST_TEST(line.back() == '\r');
        lines.push_back(line.substr(0, line.size() - 1));
    }
    return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(providers_mime)

BOOST_AUTO_TEST_CASE(control_characters_never_become_header_lines) {
    const std::vector<std::string> hostile = {"a\r\nBcc: evil@example.com", "a\nb", "a\rb",
                                              std::string("a\0b", 3), "\r\n.\r\n"};
    for (const auto& bad : hostile) {
        auto mail = simple();
        mail.subject = bad;
        BOOST_TEST(!compose(mail, some_time()));
        mail = simple(), mail.from_name = bad;
        BOOST_TEST(!compose(mail, some_time()));
        mail = simple(), mail.to_address = bad;
        BOOST_TEST(!compose(mail, some_time()));
        mail = simple(), mail.reply_to = "x@example.org" + bad;
        BOOST_TEST(!compose(mail, some_time()));
        mail = simple(), mail.headers["References"] = bad;
        BOOST_TEST(!compose(mail, some_time()));
        mail = simple(), mail.headers["X" + bad] = "a";
        BOOST_TEST(!compose(mail, some_time()));
        mail = simple(), mail.message_id = bad;
        BOOST_TEST(!compose(mail, some_time()));
    }
}

BOOST_AUTO_TEST_CASE(an_address_cannot_bring_a_second_recipient_or_parameters) {
    for (const auto* bad : {"<a@x.example>", "a@x.example> NOTIFY=NEVER", "a@x.example,b@x.example", "a@b@c",
                            "@x", "a@", "a b@x.example", "\"a\"@x.example", ""})
        BOOST_TEST(!providers::is_envelope_address(bad), bad);
    BOOST_TEST(providers::is_envelope_address("grüße@example.org"));
}

BOOST_AUTO_TEST_CASE(encoded_words_are_short_and_split_between_characters) {
    std::string long_subject;
    for (int i = 0; i < 40; ++i) long_subject += "Grüße 🎟 ";
    const auto words = providers::encode_words(long_subject);
    std::string decoded;
    for (const auto& word : base::split(words, ' ')) {
        const auto trimmed = std::string(base::trim(word));
        BOOST_TEST(trimmed.size() <= 75u);
        BOOST_REQUIRE(trimmed.starts_with("=?UTF-8?B?"));
        std::string bytes;
        BOOST_REQUIRE(base::from_base64(trimmed.substr(10, trimmed.size() - 12), bytes));
        BOOST_TEST(base::is_utf8(bytes));
        decoded += bytes;
    }
    BOOST_TEST(decoded == long_subject);
}

BOOST_AUTO_TEST_CASE(a_subject_that_looks_encoded_is_encoded_once_more) {
    BOOST_TEST(providers::encode_words("=?UTF-8?B?QmNj?=").starts_with("=?UTF-8?B?PT9V"));
}

BOOST_AUTO_TEST_CASE(no_line_is_over_its_limit) {
    auto mail = simple();
    mail.subject = std::string(900, 'x');
    mail.from_name = std::string(300, 'y');
    mail.text = std::string(3000, 'z') + "\n" + std::string(3000, '=');
    for (int i = 0; i < 30; ++i) mail.headers["References"] += "<aaaaaaaa-bbbb-cccc@example.org> ";
    for (const auto& line : lines_of(composed(mail))) BOOST_TEST(line.size() <= 78u, line);
}

BOOST_AUTO_TEST_CASE(text_comes_before_html) {
    const auto message = composed(simple());
    BOOST_TEST(message.find("text/plain") < message.find("text/html"));
    BOOST_TEST(message.find("multipart/alternative") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(trailing_spaces_dots_and_equal_signs_survive_quoted_printable) {
    BOOST_TEST(providers::quoted_printable("a \n.\nx=y\nFrom here\n") ==
               "a=20\r\n=2E\r\nx=3Dy\r\n=46rom here\r\n");
    BOOST_TEST(providers::quoted_printable(std::string(76, 'a') + "\n") == std::string(76, 'a') + "\r\n");
    BOOST_TEST(providers::quoted_printable(std::string(77, 'a') + "\n") ==
               std::string(75, 'a') + "=\r\naa\r\n");
    BOOST_TEST(providers::quoted_printable("no end") == "no end\r\n");
}

BOOST_AUTO_TEST_CASE(a_body_cannot_end_its_part_early) {
    auto mail = simple();
    const auto boundary = composed(mail).substr(composed(mail).find("boundary=\"") + 10, 53);
    mail.text = "--" + boundary + "--\r\nnot the end\n";
    const auto message = composed(mail);
    size_t count = 0;
    for (const auto& line : lines_of(message)) count += line.starts_with("--=_gatehouse_") ? 1 : 0;
    BOOST_TEST(count == 3u);
}

BOOST_AUTO_TEST_CASE(a_quoted_name_keeps_its_quotes) {
    BOOST_TEST(providers::encode_mailbox("O\"Brien \\ Co", "a@b.example") ==
               "\"O\\\"Brien \\\\ Co\" <a@b.example>");
    BOOST_TEST(providers::encode_mailbox("", "a@b.example") == "a@b.example");
}

BOOST_AUTO_TEST_SUITE_END()
