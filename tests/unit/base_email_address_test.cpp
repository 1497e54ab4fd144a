// The e-mail rule: what it takes, what it refuses, and what counts as the same mailbox.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/email_address.h"

namespace {

using base::EmailAddress;
using namespace std::string_literals;

struct Spelling {
    std::string typed, text, canonical;
};
std::ostream& operator<<(std::ostream& out, const Spelling& row) {
    return out << row.typed;
}

std::string labels(size_t count) {
    std::string domain;
    for (size_t i = 0; i < count; ++i) domain += std::string(49, 'd') + ".";
    return domain;
}

const std::vector<Spelling> kTaken = {
    {"a@example.org", "a@example.org", "a@example.org"},
    {"  a@example.org\n", "a@example.org", "a@example.org"},
    {"Ann.Lee+x@Example.ORG", "Ann.Lee+x@example.org", "ann.lee+x@example.org"},
    {"!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~@example.org"},
    {"a@münchen.example", "a@xn--mnchen-3ya.example", "a@xn--mnchen-3ya.example"},
    {"a@MÜNCHEN.example", "a@xn--mnchen-3ya.example", "a@xn--mnchen-3ya.example"},
    {"a@XN--MNCHEN-3YA.example", "a@xn--mnchen-3ya.example", "a@xn--mnchen-3ya.example"},
    {"a@straße.example", "a@xn--strae-oqa.example", "a@xn--strae-oqa.example"},
    {"a@例え.テスト", "a@xn--r8jz45g.xn--zckzah", "a@xn--r8jz45g.xn--zckzah"},
    {"JÖRG@example.org", "JÖRG@example.org", "jörg@example.org"},
    {"jo\u0308rg@example.org", "jörg@example.org", "jörg@example.org"},
    {"\u212Aelvin@example.org", "Kelvin@example.org", "kelvin@example.org"},
    {std::string(64, 'a') + "@example.org", std::string(64, 'a') + "@example.org",
     std::string(64, 'a') + "@example.org"},
    {"a@" + labels(5) + "xx", "a@" + labels(5) + "xx", "a@" + labels(5) + "xx"},  // 254 octets
};

const std::vector<std::string> kRefused = {
    "",
    " ",
    "a",
    "@",
    "a@",
    "@example.org",
    "a@b",
    "a@@example.org",
    "a@b@example.org",
    ".a@example.org",
    "a.@example.org",
    "a..b@example.org",
    "a b@example.org",
    "\"a b\"@example.org",
    "a(c)@example.org",
    "a@example.org(c)",
    "Ann <a@example.org>",
    "a@[192.0.2.1]",
    "a@192.0.2.1",
    "a@-example.org",
    "a@example-.org",
    "a@example..org",
    "a@.example.org",
    "a@example.org.",
    "a@exa mple.org",
    "a@exa_mple.org",
    "a@exa\u00ADmple.org",
    "a@\u2474.org",
    "a@ex\uFF0Fample.org",
    "a@example.123",
    std::string(65, 'a') + "@example.org",
    "a@" + std::string(64, 'd') + ".org",
    "ab@" + labels(5) + "xx",
    "a\r\nBcc: b@example.org",
    "a@example.org\r\nBcc: b@example.org",
    "a@exam\nple.org",
    "a\t@example.org",
    "a\0@example.org"s,
    "a@example.org\0.evil.example"s,
    "a@example.org,b@example.org",
    "a;b@example.org",
    "a\x7F@example.org",
    "a\u0085@example.org",
    "a\u200B@example.org",
    "a\u202Eb@example.org",
    "a\u00A0b@example.org",
    "a\u2028b@example.org",
    "a\u037Eb@example.org",
    "\xFF@example.org",
    "a@\xC3\x28.org",
    "a@xn--a.example",
    "a@xn--mnchen-3y.example",
    "a@\U0001F4A9.example",
    "a@example\u3002",
    "a@exam\u200Dple.org",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(email_address)

BOOST_DATA_TEST_CASE(an_address_a_mail_server_takes_has_one_canonical_form,
                     boost::unit_test::data::make(kTaken), row) {
    const auto address = EmailAddress::parse(row.typed);
    BOOST_TEST_REQUIRE(address.has_value());
    BOOST_TEST(address->text() == row.text);
    BOOST_TEST(address->canonical() == row.canonical);
    const auto again = EmailAddress::parse(address->canonical());
    BOOST_TEST_REQUIRE(again.has_value());
    BOOST_TEST(again->canonical() == row.canonical);
}

BOOST_DATA_TEST_CASE(an_address_no_mail_server_takes_is_refused, boost::unit_test::data::make(kRefused),
                     typed) {
    BOOST_TEST(!EmailAddress::parse(typed).has_value());
}

BOOST_AUTO_TEST_CASE(a_masked_address_shows_one_letter_and_the_domain) {
    BOOST_TEST(EmailAddress::parse("ann@example.org")->masked() == "a…@example.org");
    BOOST_TEST(EmailAddress::parse("a@example.org")->masked() == "a…@example.org");
    BOOST_TEST(EmailAddress::parse("örg@example.org")->masked() == "ö…@example.org");
}

BOOST_AUTO_TEST_SUITE_END()
