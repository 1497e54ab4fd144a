// What a request may be, rule by rule; each case names what would be wrong if it failed.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "unit/http_source.h"

namespace {

using http_test::get;
using http_test::post;
using http_test::refused;
using http_test::StringSource;
using http_test::taken;

int refused_with(const char* parameter, const std::string& value) {
    StringSource source;
    source.parameters[parameter] = value;
    return refused(source);
}

std::string host_of(const std::string& text) {
    StringSource source;
    source.parameters["HTTP_HOST"] = text;
    return taken(source).host();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_request)

BOOST_AUTO_TEST_CASE(a_plain_request_is_taken_whole) {
    auto source = get("page=2&q=caf%C3%A9+cr%C3%A8me");
    source.parameters["DOCUMENT_URI"] = "/tickets/7";
    source.parameters["HTTP_USER_AGENT"] = "Firefox";
    source.parameters["HTTP_ORIGIN"] = "https://portal.example";
    source.parameters["HTTP_X_FORWARDED_FOR"] = "203.0.113.9";
    const auto request = taken(source);
    BOOST_TEST((request.method() == http::Method::get));
    BOOST_TEST(request.path() == "/tickets/7");
    BOOST_TEST(request.query().get("page") == "2");
    BOOST_TEST(request.query().get("q") == "café crème");
    BOOST_TEST(request.client().text() == "192.0.2.7");
    BOOST_TEST(request.is_https());
    BOOST_TEST(request.host() == "portal.example");
    BOOST_TEST(request.user_agent() == "Firefox");
    BOOST_TEST(request.header("origin") == "https://portal.example");
    BOOST_TEST(request.header("x-forwarded-for") == "");
}

BOOST_AUTO_TEST_CASE(a_request_goes_by_the_id_that_nginx_logs) {
    auto source = get("");
    source.parameters["REQUEST_ID"] = "53102de183be32d5e174c3f21015db77";
    BOOST_TEST(taken(source).id() == "53102de183be32d5");
}

BOOST_AUTO_TEST_CASE(without_a_proper_id_from_nginx_each_request_gets_its_own) {
    for (const auto* given :
         {"", "53102de183be32d", "53102DE183BE32D5", "53102de183be32d\n53102de183be32d5"}) {
        auto source = get("");
        source.parameters["REQUEST_ID"] = given;
        // What a client sends itself.
        source.parameters["HTTP_REQUEST_ID"] = "53102de183be32d5";
        const auto id = taken(source).id();
        BOOST_TEST(id.size() == 16u);
        BOOST_TEST(id != "53102de183be32d5");
        BOOST_TEST(id != taken(source).id());
    }
}

BOOST_AUTO_TEST_CASE(methods_are_exact) {
    BOOST_TEST(refused_with("REQUEST_METHOD", "DELETE") == 0);
    BOOST_TEST(refused_with("REQUEST_METHOD", "PROPFIND") == 0);  // other: the router answers 405
    for (const auto* bad : {"", "get", "GET ", "GE\nT", "AAAAAAAAAAAAAAAAAAAAA"})
        BOOST_TEST(refused_with("REQUEST_METHOD", bad) == 400);
}

BOOST_AUTO_TEST_CASE(a_path_is_bounded_plain_text) {
    BOOST_TEST(refused_with("DOCUMENT_URI", "/" + std::string(2047, 'a')) == 0);
    BOOST_TEST(refused_with("DOCUMENT_URI", "/" + std::string(2048, 'a')) == 414);
    for (const std::string bad : {"", "tickets", "/a\nb", "/a\xff", "/a\x7f"})
        BOOST_TEST(refused_with("DOCUMENT_URI", bad) == 400);
    BOOST_TEST(refused_with("DOCUMENT_URI", std::string("/a\0b", 4)) == 400);
}

BOOST_AUTO_TEST_CASE(a_query_is_bounded_plain_text) {
    BOOST_TEST(refused(get("a=" + std::string(2046, 'x'))) == 0);
    BOOST_TEST(refused(get("a=" + std::string(2047, 'x'))) == 414);
    BOOST_TEST(refused(get("a=x%0Ay")) == 400);
    BOOST_TEST(refused(get("a=%ff")) == 400);
    BOOST_TEST(refused(get("a=1&&b=2")) == 400);
    BOOST_TEST(refused(get("a")) == 400);
}

BOOST_AUTO_TEST_CASE(a_body_field_is_never_found_in_the_query) {
    auto source = post("subject=Hello");
    source.parameters["QUERY_STRING"] = "csrf_token=stolen";
    const auto request = taken(source);
    BOOST_TEST(request.body().find("csrf_token") == nullptr);
    BOOST_TEST(request.query().find("subject") == nullptr);
    BOOST_TEST(request.body().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_length_that_is_no_plain_number_is_refused_unread) {
    for (const auto* bad : {"-1", "+5", "3abc", " 5", "5 ", "0x5", "5.0", "5,5"}) {
        auto source = post("a=1234");
        source.parameters["CONTENT_LENGTH"] = bad;
        BOOST_TEST(refused(source) == 400);
    }
}

BOOST_AUTO_TEST_CASE(a_body_over_the_limit_is_refused_unread) {
    for (const auto* large : {"11", "99999999999", "18446744073709551616", "99999999999999999999999999"}) {
        auto source = post("a=1234567890");
        source.parameters["CONTENT_LENGTH"] = large;
        auto request = http::Request::parse(source);
        const auto read = request->read_body(source, 10);
        BOOST_TEST(read.error().status == 413);
        BOOST_TEST(source.reads == 0);
    }
    BOOST_TEST(refused(post("a=12345678"), 10) == 0);
}

BOOST_AUTO_TEST_CASE(a_body_that_was_cut_is_refused) {
    auto source = post("amount=1000");
    source.parameters["CONTENT_LENGTH"] = "12";
    BOOST_TEST(refused(source) == 400);
    auto broken = post("amount=1000");
    broken.cut = true;
    BOOST_TEST(refused(broken) == 400);
}

BOOST_AUTO_TEST_CASE(only_forms_and_json_are_read) {
    for (const auto* other :
         {"", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencodedx",
          "application/xml", "application/x-www-form-urlencoded; boundary=x",
          "application/json; charset=utf-16", "application/x-www-form-urlencoded, text/plain"}) {
        auto source = post("a=1", other);
        BOOST_TEST(refused(source) == 415, other);
    }
    for (const auto* form : {"application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded",
                             "application/x-www-form-urlencoded;charset=UTF-8"})
        BOOST_TEST(taken(post("a=1", form)).body().get("a") == "1", form);
}

BOOST_AUTO_TEST_CASE(a_raw_body_is_json_of_a_bounded_length_and_no_fields) {
    const auto raw = [](StringSource source, std::string* body = nullptr) {
        auto request = http::Request::parse(source);
        const auto read = request->read_raw_json(source, 20);
        BOOST_TEST(request->body().size() == 0u);
        if (body != nullptr) *body = request->raw_body();
        return read ? 0 : read.error().status;
    };
    std::string body;
    BOOST_TEST(raw(post("[1, {\"a\": 1}]", "application/json; charset=utf-8"), &body) == 0);
    BOOST_TEST(body == "[1, {\"a\": 1}]");
    for (const auto* other : {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
        BOOST_TEST(raw(post("{}", other)) == 415, other);
    BOOST_TEST(raw(post(std::string(21, ' '), "application/json")) == 413);
    BOOST_TEST(raw(post("\xff", "application/json")) == 400);
    auto cut = post("{}", "application/json");
    cut.cut = true;
    BOOST_TEST(raw(cut) == 400);
}

BOOST_AUTO_TEST_CASE(no_body_is_no_fields) {
    auto source = post("", "");
    source.parameters["CONTENT_LENGTH"] = "";
    BOOST_TEST(taken(source).body().size() == 0u);
    BOOST_TEST(taken(post("", "application/json")).body_is_json());
}

BOOST_AUTO_TEST_CASE(json_fields_keep_their_types_and_bytes) {
    const std::string text = R"({"subject": "Hi", "count": -3, "urgent": true, "quiet": false})";
    const auto request = taken(post(text, "application/json"));
    BOOST_TEST(request.body_is_json());
    BOOST_TEST(request.raw_body() == text);
    BOOST_TEST(request.body().get("subject") == "Hi");
    BOOST_TEST(request.body().get("count") == "-3");
    BOOST_TEST((request.body().type("count") == http::ValueType::json_integer));
    BOOST_TEST(request.body().flag("urgent"));
    BOOST_TEST(!request.body().flag("quiet"));
}

BOOST_AUTO_TEST_CASE(json_where_no_value_belongs_is_refused) {
    for (const auto* bad :
         {R"({"email": ["a@x.example", "b@x.example"]})", R"({"email": {"a": 1}})", R"({"email": null})",
          R"({"n": 1.5})", R"({"n": 1, "n": 2})", R"([])", R"("text")", R"({"a": "x\u0000y"})", "{",
          R"({"": "x"})", R"({"a": "\ud800"})", R"({"a": 1} {})"})
        BOOST_TEST(refused(post(bad, "application/json")) == 400, bad);
}

BOOST_AUTO_TEST_CASE(two_values_of_one_cookie_count_as_none) {
    StringSource source;
    source.cookie = "theme=dark; s=one; e = 5; s=one; both=1; both=2; Theme=light; lone; =x; q=\"a\"";
    const auto request = taken(source);
    BOOST_TEST(request.cookie("theme").value() == "dark");
    BOOST_TEST(request.cookie("s").value() == "one");
    BOOST_TEST(!request.cookie("both"));
    BOOST_TEST(!request.cookie("e"));
    BOOST_TEST(!request.cookie("lone"));
    BOOST_TEST(request.cookie("q").value() == "\"a\"");
}

BOOST_AUTO_TEST_CASE(cookies_are_bounded) {
    StringSource source;
    for (int i = 0; i < 16; ++i) source.cookie += "s=1; ";
    BOOST_TEST(refused(source) == 0);
    source.cookie += "s=1";
    BOOST_TEST(refused(source) == 400);
    source.cookie.clear();
    for (int i = 0; i < 201; ++i) source.cookie += "c" + std::to_string(i) + "=1; ";
    BOOST_TEST(refused(source) == 400);
}

BOOST_AUTO_TEST_CASE(a_host_is_a_name_without_port) {
    BOOST_TEST(host_of("Portal.Example:8443") == "portal.example");
    BOOST_TEST(host_of("[2001:db8::1]:8443") == "[2001:db8::1]");
    BOOST_TEST(host_of("[2001:db8::1]") == "[2001:db8::1]");
    for (const auto* bad : {"a/b", "a b", "a@b", "a\r\nX: y"})
        BOOST_TEST(refused_with("HTTP_HOST", bad) == 400);
    BOOST_TEST(refused_with("HTTP_HOST", std::string(256, 'a')) == 400);
}

BOOST_AUTO_TEST_CASE(a_kept_header_is_plain_text_or_refused) {
    for (const auto* header : {"HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE", "HTTP_X_CSRFTOKEN", "HTTP_AUTHORIZATION",
                               "HTTP_ACCEPT", "CONTENT_TYPE", "HTTP_IDEMPOTENCY_KEY", "HTTP_IF_NONE_MATCH"}) {
        BOOST_TEST(refused_with(header, "\xff") == 400, header);
        BOOST_TEST(refused_with(header, "a\nb") == 400, header);
    }
}

BOOST_AUTO_TEST_CASE(a_referer_that_is_not_plain_is_left_out_and_refuses_nobody) {
    StringSource source;
    source.parameters["HTTP_REFERER"] = "https://portal.example/profile";
    BOOST_TEST(taken(source).header("referer") == "https://portal.example/profile");
    for (const auto* bad : {"https://elsewhere.example/\xff", "https://elsewhere.example/a\nb", ""}) {
        source.parameters["HTTP_REFERER"] = bad;
        BOOST_TEST(taken(source).header("referer") == "");
    }
}

BOOST_AUTO_TEST_CASE(a_user_agent_is_cut_and_made_valid) {
    StringSource source;
    source.parameters["HTTP_USER_AGENT"] = std::string(511, 'a') + "é";
    BOOST_TEST(taken(source).user_agent() == std::string(511, 'a'));
    source.parameters["HTTP_USER_AGENT"] = "a\xff\nb";
    BOOST_TEST(taken(source).user_agent() == "a??b");
}

BOOST_AUTO_TEST_CASE(a_request_without_a_client_address_is_refused) {
    for (const auto* bad : {"", "unix:", "portal.example"})
        BOOST_TEST(refused_with("REMOTE_ADDR", bad) == 400);
}

BOOST_AUTO_TEST_CASE(a_number_in_the_path_is_digits_that_fit) {
    auto request = taken(StringSource());
    http::Fields parameters;
    parameters.add("good", "42");
    parameters.add("sign", "-1");
    parameters.add("plus", "+1");
    parameters.add("tail", "1a");
    parameters.add("huge", "18446744073709551616");
    request.set_parameters(parameters);
    BOOST_TEST(request.number_parameter("good") == 42u);
    for (const auto* bad : {"sign", "plus", "tail", "huge", "absent"})
        BOOST_TEST(request.number_parameter(bad) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
