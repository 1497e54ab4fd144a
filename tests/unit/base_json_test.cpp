// JSON: strict on the way in, valid on the way out.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/json.h"

namespace {

using base::Json;

std::string nested(size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

const std::vector<std::string> kRefused = {
    "",
    " ",
    "{",
    "[1,]",
    "{\"a\":1,}",
    "{\"a\":1,\"a\":2}",
    "[{\"a\":1,\"b\":{\"c\":1,\"c\":1}}]",
    "1 2",
    "{}x",
    "{} {}",
    "'a'",
    "{a:1}",
    "01",
    "+1",
    ".5",
    "1.",
    "NaN",
    "Infinity",
    "1e999",
    "9223372036854775808",
    "-9223372036854775809",
    "123456789012345678901234567890",
    "\"\xFF\"",
    "\"\xC0\x80\"",
    "\"\\ud800\"",
    "\"a\nb\"",
    "// c\n1",
    "/**/1",
    "tru",
    nested(17),
    nested(100000),
};

const std::vector<std::string> kKept = {
    "null",    "true", "-1", "9223372036854775807",       "-9223372036854775808",      "1.5",
    "\"\"",    "[]",   "{}", "[1,\"a\",null,{\"a\":[]}]", "{\"a\":1,\"b\":{\"a\":2}}", "\"\\u0000\"",
    "\"ä€😀\"",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(json)

BOOST_DATA_TEST_CASE(text_that_is_not_strict_json_is_refused, boost::unit_test::data::make(kRefused), text) {
    const auto parsed = Json::parse(text);
    BOOST_TEST_REQUIRE(!parsed.has_value());
    BOOST_TEST(!parsed.error().empty());
}

BOOST_DATA_TEST_CASE(what_is_read_is_written_again, boost::unit_test::data::make(kKept), text) {
    const auto parsed = Json::parse(text);
    BOOST_TEST_REQUIRE(parsed.has_value());
    BOOST_TEST(parsed->dump() == text);
}

BOOST_AUTO_TEST_CASE(sixteen_levels_are_taken) {
    BOOST_TEST(Json::parse(nested(16)).has_value());
}

BOOST_AUTO_TEST_CASE(an_error_names_the_byte_and_never_the_text) {
    const auto parsed = Json::parse("{\"password\":\"hush\" x}");
    BOOST_TEST(parsed.error().find("byte") != std::string::npos);
    BOOST_TEST(parsed.error().find("hush") == std::string::npos);
    BOOST_TEST(parsed.error().find('x') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(types_are_not_confused) {
    const auto parsed = Json::parse(R"({"n":1,"f":1.0,"s":"1","b":true,"l":["1"]})");
    BOOST_TEST(parsed->find("n")->integer() != nullptr);
    BOOST_TEST(parsed->find("n")->number() == nullptr);
    BOOST_TEST(parsed->find("f")->integer() == nullptr);
    BOOST_TEST(parsed->text_at("s") == "1");
    BOOST_TEST(parsed->text_at("n").empty());
    BOOST_TEST(parsed->text_at("l").empty());
    BOOST_TEST(parsed->find("x") == nullptr);
    BOOST_TEST(parsed->find("n")->find("x") == nullptr);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_do_not_get_out) {
    BOOST_TEST(Json("a\xFF").dump() == "\"a\uFFFD\"");
    BOOST_TEST(Json("a\n\"\\").dump() == R"("a\n\"\\")");
}

BOOST_AUTO_TEST_SUITE_END()
