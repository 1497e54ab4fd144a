// The first steps of the pipeline and the last: the way, the host, and what a redirect becomes.
#include <boost/test/unit_test.hpp>

#include "portal/form_token.h"
#include "unit/portal_request.h"

namespace {

using portal_test::Desk;
using portal_test::Visit;

constexpr auto kAtRoot = "[portal]\nbase_url = \"https://portal.example\"\n";
constexpr auto kUnderPath = "[portal]\nbase_url = \"https://portal.example/help\"\n";

http_test::StringSource visit(const std::string& path, const std::string& from = "192.0.2.7") {
    http_test::StringSource source;
    source.parameters["DOCUMENT_URI"] = path;
    source.parameters["REMOTE_ADDR"] = from;
    return source;
}

// The status with which the door refuses; 0: it lets pass.
int refusal(Desk& desk, portal::Pool pool, http_test::StringSource source) {
    Visit visit(desk, pool, std::move(source));
    if (const auto answer = portal::find_way(visit.passage)) return answer->status();
    if (const auto answer = portal::check_host(visit.passage)) return answer->status();
    return 0;
}

size_t count(std::string_view text, std::string_view word) {
    size_t found = 0;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++found;
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(portal_door)

BOOST_AUTO_TEST_CASE(pages_are_not_shown_without_tls_not_even_to_this_host) {
    Desk desk(kAtRoot);
    for (const auto* from : {"192.0.2.7", "127.0.0.1"}) {
        auto source = visit("/login", from);
        source.parameters["HTTPS"] = "";
        BOOST_TEST(refusal(desk, portal::Pool::gate, source) == 403, from);
    }
    auto source = visit("/tickets/abcz", "127.0.0.1");
    source.parameters["HTTPS"] = "";
    BOOST_TEST(refusal(desk, portal::Pool::house, source) == 403);
}

BOOST_AUTO_TEST_CASE(another_host_name_is_refused_also_from_this_host) {
    Desk desk(kAtRoot);
    for (const auto* from : {"192.0.2.7", "127.0.0.1", "::1"}) {
        auto source = visit("/login", from);
        BOOST_TEST(refusal(desk, portal::Pool::gate, source) == 0, from);
        source.parameters["HTTP_HOST"] = "evil.example";
        BOOST_TEST(refusal(desk, portal::Pool::gate, source) == 400, from);
    }
}

BOOST_AUTO_TEST_CASE(health_answers_this_host_by_any_name_and_without_tls) {
    Desk desk(kAtRoot);
    for (const auto* path : {"/healthz", "/readyz", "/metrics"}) {
        auto source = visit(path, "127.0.0.1");
        source.parameters["HTTPS"] = "";
        source.parameters["HTTP_HOST"] = "127.0.0.1";
        BOOST_TEST(refusal(desk, portal::Pool::house, source) == 0, path);
        source.parameters["REMOTE_ADDR"] = "192.0.2.7";
        BOOST_TEST(refusal(desk, portal::Pool::house, source) == 403, path);
    }
}

BOOST_AUTO_TEST_CASE(health_is_a_page_that_does_not_exist_for_others) {
    Desk desk(kAtRoot);
    Visit visitor(desk, portal::Pool::house, visit("/metrics"));
    BOOST_REQUIRE(!portal::find_way(visitor.passage));
    const auto answer = portal::check_access(visitor.passage);
    BOOST_REQUIRE(answer);
    BOOST_TEST(answer->status() == 404);
}

BOOST_AUTO_TEST_CASE(a_pool_does_not_answer_the_other_pools_routes) {
    Desk desk(kAtRoot);
    BOOST_TEST(refusal(desk, portal::Pool::house, visit("/login")) == 404);
    BOOST_TEST(refusal(desk, portal::Pool::gate, visit("/tickets")) == 404);
}

BOOST_AUTO_TEST_CASE(under_a_path_only_that_path_is_the_portal) {
    Desk desk(kUnderPath);
    BOOST_TEST(refusal(desk, portal::Pool::gate, visit("/help/login")) == 0);
    BOOST_TEST(refusal(desk, portal::Pool::gate, visit("/help")) == 0);
    BOOST_TEST(refusal(desk, portal::Pool::gate, visit("/help/")) == 0);
    for (const auto* path : {"/login", "/helpless/login", "/hel", "/help-login", "/"}) {
        BOOST_TEST(refusal(desk, portal::Pool::gate, visit(path)) == 404, path);
    }
}

BOOST_AUTO_TEST_CASE(a_redirect_names_its_target_once_and_below_the_base_path) {
    Desk desk(kUnderPath);
    Visit visitor(desk, portal::Pool::gate, visit("/help/login"));
    auto response = http::Response::redirect("/dashboard");
    portal::finish(visitor.passage, response);
    const auto bytes = response.serialise(false);
    BOOST_TEST(count(bytes, "Location: ") == 1u);
    BOOST_TEST(count(bytes, "Location: /help/dashboard\r\n") == 1u);
}

BOOST_AUTO_TEST_CASE(a_problem_names_the_request) {
    Desk desk(kAtRoot);
    auto source = visit("/login");
    source.parameters["HTTP_ACCEPT"] = "application/json";
    Visit visitor(desk, portal::Pool::gate, source);
    auto error = http::Response::error(403);
    auto problem = http::Response::problem(422, "No.", {});
    for (auto* response : {&error, &problem}) {
        portal::finish(visitor.passage, *response);
        BOOST_TEST(response->body().find(visitor.request.id()) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_new_browsers_cookie_does_not_undo_the_handlers_own) {
    Desk desk(kAtRoot);
    Visit visitor(desk, portal::Pool::gate, visit("/login"));
    visitor.passage.new_browser = true;
    desk.context.browser = "made-now";
    auto plain = http::Response::redirect("/");
    portal::finish(visitor.passage, plain);
    BOOST_TEST(count(plain.serialise(false), "-browser=made-now") == 1u);
    auto cleared = http::Response::redirect("/");
    cleared.with_cookie({.name = "__Host-gatehouse-default-browser", .value = "", .max_age = 0});
    portal::finish(visitor.passage, cleared);
    BOOST_TEST(count(cleared.serialise(false), "-browser=") == 1u);
    BOOST_TEST(count(cleared.serialise(false), "made-now") == 0u);
}

BOOST_AUTO_TEST_CASE(a_form_token_fits_its_own_browser_or_session_and_no_other) {
    Desk desk(kAtRoot);
    desk.context.browser = "browser-a";
    auto source = visit("/login");
    Visit mine(desk, portal::Pool::gate, source);
    const auto token = portal::form_token(mine.passage);
    source.parameters["HTTP_X_CSRFTOKEN"] = token;
    Visit sends(desk, portal::Pool::gate, source);
    BOOST_TEST(portal::token_fits(sends.passage));
    sends.passage.context.session_token = "a-session";
    BOOST_TEST(!portal::token_fits(sends.passage));
    sends.passage.context.session_token = "";
    desk.context.browser = "browser-b";
    BOOST_TEST(!portal::token_fits(sends.passage));
    BOOST_TEST(!portal::token_fits(mine.passage));
}

BOOST_AUTO_TEST_CASE(a_request_from_another_site_is_known_by_its_headers) {
    Desk desk(kUnderPath);
    const auto comes = [&](const char* origin, const char* site) {
        auto source = visit("/help/login");
        source.parameters["HTTP_ORIGIN"] = origin;
        source.parameters["HTTP_SEC_FETCH_SITE"] = site;
        Visit visitor(desk, portal::Pool::gate, source);
        return portal::from_this_site(visitor.passage);
    };
    BOOST_TEST(comes("", ""));
    BOOST_TEST(comes("https://portal.example", "same-origin"));
    BOOST_TEST(comes("https://portal.example", "none"));
    for (const auto* origin :
         {"https://evil.example", "http://portal.example", "https://portal.example:444", "null",
          "https://portal.example/help", "https://portal.example.evil.example"}) {
        BOOST_TEST(!comes(origin, ""), origin);
    }
    for (const auto* site : {"cross-site", "same-site", "SAME-ORIGIN"}) BOOST_TEST(!comes("", site), site);
}

BOOST_AUTO_TEST_SUITE_END()
