// The rules of people's names, passwords, tries and ways that need no database.
#include <boost/test/unit_test.hpp>

#include "identity/account.h"
#include "identity/next_page.h"
#include "identity/passwords.h"
#include "identity/sessions.h"
#include "identity/throttle.h"
#include "unit/portal_request.h"

namespace {

using namespace std::chrono_literals;
using identity::canonical_user_name;
using identity::device_words;
using identity::Identifier;
using identity::is_common_password;
using identity::safe_next;
using identity::throttle_delay;

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_rules)

BOOST_AUTO_TEST_CASE(tries_wait_from_the_limit_on_ever_longer_but_not_past_the_most) {
    BOOST_TEST((throttle_delay(0, 5, 900s) == 0s));
    BOOST_TEST((throttle_delay(4, 5, 900s) == 0s));
    BOOST_TEST((throttle_delay(5, 5, 900s) == 30s));
    BOOST_TEST((throttle_delay(6, 5, 900s) == 60s));
    BOOST_TEST((throttle_delay(9, 5, 900s) == 480s));
    BOOST_TEST((throttle_delay(10, 5, 900s) == 900s));
    BOOST_TEST((throttle_delay(std::numeric_limits<int>::max(), 5, 900s) == 900s));
    BOOST_TEST((throttle_delay(5, 5, 10s) == 10s));
    BOOST_TEST((throttle_delay(1, 1, 900s) == 30s));
}

BOOST_AUTO_TEST_CASE(the_next_page_is_a_plain_path_of_this_portal) {
    for (const auto* path : {"/", "/tickets", "/tickets/1001", "/desk/tickets/7", "/sign-up", "/a_b-C"}) {
        BOOST_TEST(safe_next(path, "/dashboard") == path);
    }
    for (const auto* path : {"",
                             "tickets",
                             "//evil.example",
                             "///evil.example",
                             "/\\evil.example",
                             "\\\\evil.example",
                             "https://evil.example",
                             "javascript:alert(1)",
                             "/a//b",
                             "/tickets?x=1",
                             "/tickets#x",
                             "/%2f%2fevil",
                             "/../x",
                             "/.",
                             "/a\nb",
                             "/a b",
                             "/\xC3\xA4",
                             "/login",
                             "/login/code",
                             "/logout",
                             "/@evil.example",
                             "/:80"}) {
        BOOST_TEST(safe_next(path, "/dashboard") == "/dashboard", path);
    }
    BOOST_TEST(safe_next("/" + std::string(511, 'a'), "/dashboard").size() == 512u);
    BOOST_TEST(safe_next("/" + std::string(512, 'a'), "/dashboard") == "/dashboard");
}

BOOST_AUTO_TEST_CASE(a_user_name_has_one_canonical_form) {
    BOOST_TEST(canonical_user_name(" Ada.Lovelace-1_x ").value() == "ada.lovelace-1_x");
    BOOST_TEST(canonical_user_name("abc").value() == "abc");
    BOOST_TEST(canonical_user_name("a" + std::string(39, '1')).value().size() == 40u);
    for (const auto* text :
         {"", "ab", "1ab", ".ab", "-ab", "a b", "a@b", "a@b.example", "a/b", "ad\xC3\xA1", "a\nb", "ab\t"}) {
        BOOST_TEST(!canonical_user_name(text), text);
    }
    BOOST_TEST(!canonical_user_name("a" + std::string(40, '1')));
}

BOOST_AUTO_TEST_CASE(spelling_does_not_split_what_tries_are_counted_against) {
    const auto one = Identifier::of("Ada@Example.COM");
    BOOST_TEST(one.is_email);
    for (const auto* same : {"ada@example.com", "ADA@EXAMPLE.com", "Ada@example.COM"}) {
        BOOST_TEST(Identifier::of(same).canonical == one.canonical, same);
    }
    BOOST_TEST(Identifier::of("b@b\xC3\xBC"
                              "cher.example")
                   .canonical == Identifier::of("b@xn--bcher-kva.example").canonical);
    const auto name = Identifier::of("  ADA ");
    BOOST_TEST(!name.is_email);
    BOOST_TEST(name.canonical == "ada");
    BOOST_TEST(Identifier::of(std::string(5000, 'x')).canonical.size() < 300u);
}

BOOST_AUTO_TEST_CASE(a_session_is_named_by_browser_and_system) {
    BOOST_TEST(device_words("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0") ==
               "Firefox on Linux");
    BOOST_TEST(
        device_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                     "Chrome/126.0 Safari/537.36 Edg/126.0") == "Edge on Windows");
    BOOST_TEST(device_words(
                   "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
                   "Gecko) Version/17.5 Mobile/15E148 Safari/604.1") == "Safari on iPhone");
    BOOST_TEST(device_words(
                   "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36") ==
               "Chrome on Android");
    BOOST_TEST(device_words("curl/8.5") == "curl");
    BOOST_TEST(device_words("") == "Unknown browser");
    BOOST_TEST(device_words("<script>alert(1)</script>") == "Unknown browser");
}

BOOST_AUTO_TEST_CASE(what_is_tried_first_is_common) {
    for (const auto* text : {"passwordpassword", "PasswordPassword", "correcthorsebatterystaple",
                             "abcabcabcabcabc", "aaaaaaaaaaaaaaaaaaaa", "123456789012345", "abcdefghijklmnop",
                             "987654321098765", "aabbaabbccddccdd"}) {
        BOOST_TEST(is_common_password(text), text);
    }
    for (const auto* text : {"violet tram under moss", "xK9#mQ2$vL5@nR8", "quartz jogging umbrella"}) {
        BOOST_TEST(!is_common_password(text), text);
    }
}

BOOST_AUTO_TEST_CASE(a_new_password_is_long_uncommon_and_not_about_the_person) {
    portal_test::Desk desk("[portal]\nname = \"Acme Support\"\n");
    const auto judge = [&](const std::string& text) {
        return identity::judge_password(desk.context, "password", base::Secret(text),
                                        {"Augusta", "Lovelace", "augusta.king@example.org", "countess"});
    };
    BOOST_TEST(judge("violet tram under moss").empty());
    BOOST_TEST(judge("fifteen letters").empty());
    BOOST_TEST(judge(std::string(256, 'a') + "violet tram under moss").empty());
    for (const auto* text : {"", "fourteen chars", "passwordpassword"}) {
        BOOST_REQUIRE(judge(text).size() == 1u);
        BOOST_TEST(judge(text).front().field == "password");
    }
    BOOST_TEST(judge("\xC3\xA4\xC3\xB6 violet tram m").empty());  // 15 code points in 17 bytes
    BOOST_TEST(!judge("\xC3\xA4\xC3\xB6 violet tram").empty());   // 14 in 16
    for (const auto* text : {"augustaaugusta1", "Lovelace-Lovelace", "augusta.king@example.org",
                             "Acme Support 123", "countesscountess9"}) {
        BOOST_TEST(!judge(text).empty(), text);
    }
    BOOST_TEST(judge(std::string(1024 - 22, '~') + "violet tram under moss").empty());
    BOOST_TEST(!judge(std::string(1025 - 22, '~') + "violet tram under moss").empty());
}

BOOST_AUTO_TEST_SUITE_END()
