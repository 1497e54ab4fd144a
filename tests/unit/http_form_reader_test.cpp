// What a form or query may look like before anything reads it: the traps of parameter confusion.
#include <algorithm>
#include <chrono>

#include <boost/test/unit_test.hpp>

#include "http/form_reader.h"

namespace {

// As "name=value|name=value", or "!" and what is wrong.
std::string read(std::string_view encoded) {
    const auto fields = http::read_form(encoded);
    if (!fields) return "!" + fields.error();
    std::string shown;
    for (const auto& [name, value] : *fields) shown += (shown.empty() ? "" : "|") + name + "=" + value;
    return shown;
}

// The fastest of ten: what else the machine does slows some rounds, a slow reader slows all of them.
bool takes_milliseconds(const std::string& body, int most) {
    auto best = std::chrono::steady_clock::duration::max();
    for (int round = 0; round < 10; ++round) {
        const auto start = std::chrono::steady_clock::now();
        static_cast<void>(http::read_form(body));
        best = std::min(best, std::chrono::steady_clock::now() - start);
    }
    return best < std::chrono::milliseconds(most);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_form_reader)

BOOST_AUTO_TEST_CASE(names_and_values_are_decoded_once) {
    BOOST_TEST(read("") == "");
    BOOST_TEST(read("a=1&b=x+y%2Bz") == "a=1|b=x y+z");
    BOOST_TEST(read("a=%2541") == "a=%41");
    BOOST_TEST(read("a=&b=") == "a=|b=");
    BOOST_TEST(read("first%5Fname=Zo%C3%AB") == "first_name=Zoë");
    BOOST_TEST(read("a=b=c") == "a=b=c");
    BOOST_TEST(read("a=%26%3D") == "a=&=");
}

BOOST_AUTO_TEST_CASE(names_that_differ_in_case_are_two_fields) {
    BOOST_TEST(read("Email=x&email=y") == "Email=x|email=y");
}

BOOST_AUTO_TEST_CASE(a_name_given_twice_is_refused) {
    BOOST_TEST(read("email=x&email=y") == "!The field “email” was given twice.");
    BOOST_TEST(read("email=x&e%6Dail=x") == "!The field “email” was given twice.");
}

BOOST_AUTO_TEST_CASE(a_semicolon_is_data) {
    BOOST_TEST(read("a=1;role=admin") == "a=1;role=admin");
    BOOST_TEST(read("a;b=1") == "a;b=1");
    BOOST_TEST(read("a=;&b=;;") == "a=;|b=;;");
}

BOOST_AUTO_TEST_CASE(a_pair_without_equals_does_not_vanish) {
    for (const auto* bad : {"a", "a=1&b", "b&a=1", ";"}) BOOST_TEST(read(bad) == "!A field has no value.");
    for (const auto* bad : {"=", "=1", "a=1&=2"}) BOOST_TEST(read(bad) == "!A field has no name.");
}

BOOST_AUTO_TEST_CASE(an_empty_pair_is_refused) {
    for (const auto* bad : {"&", "&&", "a=1&", "&a=1", "a=1&&b=2"})
        BOOST_TEST(read(bad) == "!There is an empty field.");
}

BOOST_AUTO_TEST_CASE(broken_encoding_is_refused) {
    for (const auto* bad : {"a=%", "a=%2", "a=%g0", "a=%0g", "%=1", "a=%2&b=1", "a=%+1"})
        BOOST_TEST(read(bad) == "!A field is not properly encoded.", bad);
}

BOOST_AUTO_TEST_CASE(nul_is_refused_raw_and_encoded) {
    for (const std::string_view bad : {std::string_view("a=%00"), std::string_view("%00=1"),
                                       std::string_view("a=x\0y", 5), std::string_view("a=b%00c")})
        BOOST_TEST(read(bad) == "!A field holds a NUL.");
}

BOOST_AUTO_TEST_CASE(invalid_utf8_is_refused) {
    for (const auto* bad : {"a=%ff", "a=%c0%80", "a=%ed%a0%80", "%fe=1", "a=\xc3", "a=%f4%90%80%80"})
        BOOST_TEST(read(bad) == "!A field is not UTF-8.", bad);
}

BOOST_AUTO_TEST_CASE(a_hundred_fields_are_the_most) {
    std::string body = "f0=1";
    for (int i = 1; i < 100; ++i) body += "&f" + std::to_string(i) + "=1";
    BOOST_TEST(http::read_form(body)->size() == 100u);
    BOOST_TEST(read(body + "&more=1") == "!There are too many fields.");
}

BOOST_AUTO_TEST_CASE(the_worst_bodies_of_64_kib_take_no_time) {
    std::string pairs, same;
    while (pairs.size() < 64 * 1024) pairs += "a" + std::to_string(pairs.size()) + "=1&";
    while (same.size() < 64 * 1024) same += "%41=&";
    for (const auto& body :
         {std::string(64 * 1024, '&'), std::string(64 * 1024, '='), std::string(64 * 1024, ';'),
          "a=" + std::string(64 * 1024, ';'), "a=" + std::string(64 * 1024, '='), pairs, same,
          std::string(64 * 1024, 'a') + "=1", "a=" + std::string(64 * 1024, '+')})
        BOOST_TEST(takes_milliseconds(body, 20));
}

BOOST_AUTO_TEST_SUITE_END()
