// The route table as data: what every row must have, and how rows are found.
#include <boost/test/unit_test.hpp>

#include <set>

#include "portal/route.h"

namespace {

using http::Method;
using portal::Access;
using portal::find_route;
using portal::Pool;

std::string name(const portal::Route& route) {
    return fmt::format("{} {}", http::to_text(route.method), route.pattern);
}

// A path that fits the pattern: "/tickets/{number}" → "/tickets/7".
std::string example(std::string_view pattern) {
    std::string path;
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '{') {
            path += '7';
            i = pattern.find('}', i);
        } else {
            path += pattern[i];
        }
    }
    return path;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(portal_routes)

BOOST_AUTO_TEST_CASE(no_row_is_hidden_by_a_row_before_it) {
    for (const auto& route : portal::routes()) {
        const auto match = find_route(route.method, example(route.pattern));
        BOOST_REQUIRE(match.route != nullptr);
        BOOST_TEST(match.route == &route, name(route) << " is answered by " << name(*match.route));
    }
}

BOOST_AUTO_TEST_CASE(one_pattern_belongs_to_one_pool) {
    for (const auto& one : portal::routes()) {
        for (const auto& other : portal::routes()) {
            if (one.pattern == other.pattern) BOOST_TEST((one.pool == other.pool), name(one));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_changes_something_may_carry_a_form_and_what_shows_may_not) {
    for (const auto& route : portal::routes()) {
        const bool shows = route.method == Method::get;
        BOOST_TEST(shows == (route.shape.most_bytes() == 0), name(route));
        if (shows) BOOST_TEST(route.shape.body_fields().empty(), name(route));
    }
}

BOOST_AUTO_TEST_CASE(the_limit_of_a_body_holds_its_longest_values) {
    for (const auto& route : portal::routes()) {
        size_t most = 0;  // a code point takes up to four bytes, each three when percent-encoded; ASCII is
                          // the common case
        for (const auto& field : route.shape.body_fields()) most += field.name.size() + 2 + field.most;
        BOOST_TEST(most <= std::max<size_t>(route.shape.most_bytes(), 1), name(route));
    }
}

BOOST_AUTO_TEST_CASE(everything_but_the_doors_of_strangers_asks_who_comes) {
    const std::set<std::string_view> open = {"/", "/login", "/logout", "/email/undo"};
    for (const auto& route : portal::routes()) {
        if (route.access.kind() != Access::Kind::anyone) continue;
        BOOST_TEST((open.contains(route.pattern) || route.pattern.starts_with("/sign-up") ||
                    route.pattern.starts_with("/verify-otp") || route.pattern.starts_with("/login/") ||
                    route.shape.is_raw()),
                   name(route));
    }
}

// Without a session or a form's token each request must prove itself: a route of that kind is a decision, not
// an accident.
BOOST_AUTO_TEST_CASE(only_webhooks_do_without_session_and_token) {
    for (const auto& route : portal::routes()) {
        BOOST_TEST(route.shape.is_raw() == route.pattern.starts_with("/webhooks/"), name(route));
        if (!route.shape.is_raw()) continue;
        BOOST_TEST((route.pool == Pool::gate && route.method == Method::post), name(route));
        BOOST_TEST(route.shape.most_bytes() <= 64u * 1024, name(route));
    }
}

BOOST_AUTO_TEST_CASE(strangers_can_change_something_only_at_the_gate_and_under_a_limit) {
    for (const auto& route : portal::routes()) {
        if (route.method == Method::get || route.access.kind() != Access::Kind::anyone) continue;
        if (route.pattern == "/logout") continue;  // ends a session, and only one's own
        BOOST_TEST((route.pool == Pool::gate), name(route));
        BOOST_TEST(route.limit.counts(), name(route));
    }
}

BOOST_AUTO_TEST_CASE(passwords_and_codes_are_taken_at_the_gate_only) {
    for (const auto& route : portal::routes()) {
        for (const auto& field : route.shape.body_fields()) {
            const bool proves = field.kind == http::FieldKind::secret || field.name == "code";
            if (proves) BOOST_TEST((route.pool == Pool::gate), name(route));
        }
    }
}

BOOST_AUTO_TEST_CASE(health_and_figures_are_for_this_host_only) {
    for (const auto* path : {"/healthz", "/readyz", "/metrics"}) {
        const auto match = find_route(Method::get, path);
        BOOST_REQUIRE(match.route != nullptr);
        BOOST_TEST((match.route->access.kind() == Access::Kind::local), path);
    }
}

BOOST_AUTO_TEST_CASE(a_head_request_finds_the_page) {
    BOOST_TEST(find_route(Method::head, "/login").route == find_route(Method::get, "/login").route);
}

BOOST_AUTO_TEST_CASE(a_brace_takes_one_segment_and_not_nothing) {
    const auto match = find_route(Method::get, "/tickets/1001");
    BOOST_REQUIRE(match.route != nullptr);
    BOOST_TEST(match.parameters.get("number") == "1001");
    for (const auto* path :
         {"/tickets/", "/tickets/1/2", "/tickets//", "/ticket", "/tickets/1/reply/x", "", "//"}) {
        BOOST_TEST(find_route(Method::get, path).route == nullptr, path);
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_method_is_told_each_right_one_once) {
    const auto match = find_route(Method::put, "/tickets/new");
    BOOST_TEST(match.route == nullptr);
    BOOST_REQUIRE(match.allowed.size() == 1u);
    BOOST_TEST((match.allowed.front() == Method::get));
    BOOST_TEST(find_route(Method::put, "/login").allowed.size() == 2u);
    BOOST_TEST(find_route(Method::put, "/nowhere").allowed.empty());
}

BOOST_AUTO_TEST_SUITE_END()
