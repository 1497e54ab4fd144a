// Who gets JSON and who gets a page.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "http/negotiation.h"
#include "unit/http_source.h"

namespace {

namespace data = boost::unit_test::data;

const std::vector<std::string> kJson = {
    "application/json",
    "application/problem+json",
    "APPLICATION/JSON",
    "application/json, */*;q=0.5",
    "application/json;q=0.9, text/html;q=0.8",
    "text/html;q=0, application/json;q=0.001",
    "application/*",
    " application/json ; q=1 , text/*;q=0.3",
    "text/html;q=0.5, application/problem+json",
    "*/*;q=0.1, application/json;q=0.2",
    "application/json;version=1;q=0.7, text/html;q=0.6",
};
const std::vector<std::string> kPage = {
    "",
    "*/*",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
    "application/json, text/html",
    "application/json;q=0.5, text/html",
    "application/json;q=0",
    "application/json;q=1.1",
    "application/json;q=.9",
    "application/json;q=0.1234",
    "application/json;q=-1",
    "application/json;q=",
    "application/json;q = 1",
    "application/jsonp",
    "xapplication/json",
    "*/*, application/json;q=0",
    "application/*;q=0.2, text/*;q=0.3",
    ",,;;q=q,/",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(http_negotiation)

BOOST_DATA_TEST_CASE(json_above_html_gets_json, data::make(kJson), accept) {
    BOOST_TEST(http::prefers_json(accept));
}

BOOST_DATA_TEST_CASE(all_else_gets_a_page, data::make(kPage), accept) {
    BOOST_TEST(!http::prefers_json(accept));
}

BOOST_AUTO_TEST_CASE(who_sends_json_gets_json_even_when_refused) {
    auto source = http_test::post("{", "application/json");
    BOOST_TEST(http::wants_json(source));
    BOOST_TEST(http::Request::parse(source)->wants_json());
    BOOST_TEST(!http::wants_json(http_test::post("a=1")));
}

BOOST_AUTO_TEST_CASE(a_content_type_is_compared_whole) {
    BOOST_TEST(http::is_content_type("application/json", "application/json"));
    BOOST_TEST(http::is_content_type("Application/JSON ; Charset=\"UTF-8\"", "application/json"));
    for (const auto* other :
         {"", "application/json2", "application/json; charset=latin1", "application/json; x=y",
          "text/plain; application/json", "application/json, text/plain"})
        BOOST_TEST(!http::is_content_type(other, "application/json"), other);
}

BOOST_AUTO_TEST_SUITE_END()
