// .env files: what a line means, and what is no line.
#include "base/dotenv.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

struct Line {
    std::string text, name, value;
};
std::ostream& operator<<(std::ostream& out, const Line& row) {
    return out << row.text;
}

const std::vector<Line> kLines = {
    {"A=b", "A", "b"},
    {"export A=b", "A", "b"},
    {"  A = b  ", "A", "b"},
    {"A=", "A", ""},
    {"A=b # c", "A", "b"},
    {"A=b#c", "A", "b#c"},
    {"A=# c", "A", ""},
    {"A=b=c==", "A", "b=c=="},
    {"A='b # c'", "A", "b # c"},
    {"A='b\\'c\\\\d\\n'", "A", "b'c\\d\\n"},
    {"A=\"b\\\"c\\\\d\\te\"", "A", "b\"c\\d\te"},
    {"A=\"b\nc\"", "A", "b\nc"},
    {"A='b' # c", "A", "b"},
    {"A=\"\"", "A", ""},
    {"A=b\r\n", "A", "b"},
    {"\xEF\xBB\xBF"
     "A=b",
     "A", "b"},
    {"# c\n\n  # d\nA=b\n", "A", "b"},
    {"A=b\nA=c", "A", "c"},
    {"A=b ${C:-d}", "A", "b d"},
    {"A='${B}'", "A", "${B}"},
    {"A=$B", "A", "$B"},
    {"A=p\xC3\xA4ss", "A", "p\xC3\xA4ss"},
};

struct Mistake {
    std::string text, complaint;
};
std::ostream& operator<<(std::ostream& out, const Mistake& row) {
    return out << row.text;
}

const std::vector<Mistake> kMistakes = {
    {"hunter2", "line 1: not NAME=value"},
    {"A=b\nmy word=hunter2", "line 2: not NAME=value"},
    {"1A=hunter2", "line 1: not NAME=value"},
    {"=hunter2", "line 1: not NAME=value"},
    {"A='hunter2", "line 1: the quote is not closed"},
    {"A=\"x\ny\"\nB=\"hunter2", "line 3: the quote is not closed"},
    {"A='b' hunter2", "line 1: text stands behind the closing quote"},
    {"A=${HUNTER2}", "line 1: ${…} names nothing that stands above; write the value itself"},
    {"A=hunter2\x01", "line 1: the value holds control characters or is not UTF-8"},
    {"A=hunter2\xFF", "line 1: the value holds control characters or is not UTF-8"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(base_dotenv)

BOOST_DATA_TEST_CASE(a_line_is_read_otherwise_than_the_old_systems_read_it, kLines, row) {
    const auto parsed = base::parse_dotenv(row.text);
    BOOST_REQUIRE(parsed);
    BOOST_REQUIRE_EQUAL(parsed->size(), 1U);
    BOOST_CHECK_EQUAL(parsed->front().name, row.name);
    BOOST_CHECK_EQUAL(parsed->front().value, row.value);
}

BOOST_DATA_TEST_CASE(a_mistake_is_taken_or_its_complaint_shows_the_value, kMistakes, row) {
    const auto parsed = base::parse_dotenv(row.text);
    BOOST_REQUIRE(!parsed);
    BOOST_REQUIRE_EQUAL(parsed.error().size(), 1U);
    BOOST_CHECK_EQUAL(parsed.error().front(), row.complaint);
}

BOOST_AUTO_TEST_CASE(a_name_above_is_not_put_in_or_the_lines_are_miscounted) {
    const auto parsed = base::parse_dotenv("HOST=db\nURL=\"mysql://${HOST}/${NONE:-x}\"\n\nLAST=${URL}!");
    BOOST_REQUIRE(parsed);
    BOOST_REQUIRE_EQUAL(parsed->size(), 3U);
    BOOST_CHECK_EQUAL(parsed->at(1).value, "mysql://db/x");
    BOOST_CHECK_EQUAL(parsed->at(2).value, "mysql://db/x!");
    BOOST_CHECK_EQUAL(parsed->at(2).line, 4);
}

BOOST_AUTO_TEST_CASE(only_the_first_of_many_mistakes_is_told) {
    const auto parsed = base::parse_dotenv("a\nB='\nc");
    BOOST_REQUIRE(!parsed);
    BOOST_CHECK_GE(parsed.error().size(), 2U);
}

BOOST_AUTO_TEST_SUITE_END()
