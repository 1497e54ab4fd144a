// Answers on the wire: no split headers, no redirect out of the portal, cookies that cannot be set loosely.
#include <boost/test/unit_test.hpp>

#include "http/response.h"

namespace {

using http::Response;

std::string line_of(const Response& response, std::string_view start) {
    const auto text = response.serialise(false);
    const auto from = text.find(start);
    if (from == std::string::npos) return "";
    return text.substr(from, text.find("\r\n", from) - from);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_response)

BOOST_AUTO_TEST_CASE(an_answer_is_status_headers_cookies_body) {
    auto response = Response::bytes("hello", "text/plain; charset=utf-8");
    response.with_header("X-One", "1").with_cookie({.name = "__Host-s", .value = "abc", .max_age = 60});
    const std::string head =
        "Status: 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\nX-One: 1\r\n"
        "Set-Cookie: __Host-s=abc; Path=/; Secure; SameSite=Lax; HttpOnly; Max-Age=60\r\n\r\n";
    BOOST_TEST(response.serialise(false) == head + "hello");
    BOOST_TEST(response.serialise(true) == head);
}

BOOST_AUTO_TEST_CASE(an_empty_status_has_no_body_nor_length) {
    BOOST_TEST(Response::bytes("x", "text/plain", 204).serialise(false) == "Status: 204 No Content\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_header_that_would_split_the_answer_is_a_bug) {
    auto response = Response::bytes("", "text/plain");
    for (const std::string_view bad : {"a\r\nSet-Cookie: x=y", "a\nb", "a\rb"})
        BOOST_CHECK_THROW(response.with_header("X", std::string(bad)), base::Bug);
    BOOST_CHECK_THROW(response.with_header("X", std::string("a\0b", 3)), base::Bug);
    for (const auto* name : {"", "X Y", "X:", "X\r\n"})
        BOOST_CHECK_THROW(response.with_header(name, "v"), base::Bug);
    BOOST_CHECK_THROW(Response::bytes("", "text/plain\r\nX: y"), base::Bug);
}

BOOST_AUTO_TEST_CASE(a_header_is_sent_once) {
    auto response = Response::bytes("", "text/plain");
    response.with_header("Cache-Control", "no-store").with_header("cache-control", "private");
    BOOST_TEST(response.headers().size() == 1u);
    BOOST_TEST(line_of(response, "Cache-Control") == "Cache-Control: private");
    for (const auto* own : {"status", "Content-Type", "CONTENT-LENGTH", "Set-Cookie"})
        BOOST_CHECK_THROW(response.with_header(own, "v"), base::Bug);
}

BOOST_AUTO_TEST_CASE(a_redirect_stays_in_this_portal) {
    auto response = Response::redirect("/tickets/7");
    BOOST_TEST(response.status() == 303);
    BOOST_TEST(response.location() == "/tickets/7");
    response.set_location("/portal/tickets/7");
    BOOST_TEST(line_of(response, "Location") == "Location: /portal/tickets/7");
    for (const auto* bad : {"", "tickets", "//evil.example", "/\\evil.example", "https://evil.example",
                            "/a\r\nX: y", "/\t/evil.example", "/a b", "/é"})
        BOOST_CHECK_THROW(Response::redirect(bad), base::Bug);
}

BOOST_AUTO_TEST_CASE(cookies_are_secure_lax_and_host_only) {
    auto response = Response::bytes("", "text/plain");
    response.with_cookie({.name = "theme", .value = "dark", .http_only = false});
    BOOST_TEST(line_of(response, "Set-Cookie") == "Set-Cookie: theme=dark; Path=/; Secure; SameSite=Lax");
    auto removed = Response::bytes("", "text/plain");
    removed.with_cookie({.name = "s", .value = "", .max_age = 0});
    BOOST_TEST(line_of(removed, "Set-Cookie") ==
               "Set-Cookie: s=; Path=/; Secure; SameSite=Lax; HttpOnly; Max-Age=0");
    for (const auto* bad : {"a;b", "a b", "a\r\nb", "\"a\"", "a,b", "a\\b", "é"})
        BOOST_CHECK_THROW(response.with_cookie({.name = "s", .value = bad}), base::Bug);
    BOOST_CHECK_THROW(response.with_cookie({.name = "a=b", .value = "x"}), base::Bug);
}

BOOST_AUTO_TEST_CASE(a_problem_is_rfc_9457) {
    auto response =
        Response::problem(422, "Some fields are wrong.",
                          {{"subject", "Enter a subject."}, {"", "Too many."}, {"subject", "Again."}});
    BOOST_TEST(response.content_type() == "application/problem+json");
    response.set_request_id("00ff");
    BOOST_TEST(
        response.body() ==
        R"({"detail":"Some fields are wrong.","errors":{"form":"Too many.","subject":"Enter a subject."},)"
        R"("request_id":"00ff","status":422,"title":"Unprocessable Content"})");
    BOOST_TEST(Response::problem(404, "").body() == R"({"status":404,"title":"Not Found"})");
    auto json = Response::json(base::Json(base::Json::Object{{"id", 7}}), 201);
    json.set_request_id("00ff");
    BOOST_TEST(json.body() == R"({"id":7})");
}

BOOST_AUTO_TEST_CASE(a_page_or_error_is_not_sent_unrendered) {
    auto response = Response::error(404, "No such ticket.");
    BOOST_TEST(response.is_error());
    BOOST_CHECK_THROW(response.serialise(false), base::Bug);
    response.set_body("<p>", "text/html; charset=utf-8");
    BOOST_TEST(response.serialise(false).starts_with("Status: 404 Not Found\r\n"));
    BOOST_CHECK_THROW(Response::page(http::Page("x.html", "X")).serialise(false), base::Bug);
}

BOOST_AUTO_TEST_SUITE_END()
