// The rules every call obeys, and what a mail server's last word means.
#include <boost/test/unit_test.hpp>

#include "providers/smtp.h"

using providers::Answer;
using providers::Failure;
using providers::judge_smtp;
using providers::Outcome;

BOOST_AUTO_TEST_SUITE(providers_rules)

BOOST_AUTO_TEST_CASE(a_base_url_with_anything_but_scheme_host_and_path_is_refused) {
    BOOST_TEST(providers::base_url_fault("https://api.brevo.com/v3") == "");
    BOOST_TEST(providers::base_url_fault("http://127.0.0.1:9000/x") == "");
    BOOST_TEST(providers::base_url_fault("http://[::1]:9000") == "");
    for (const auto* bad :
         {"http://api.brevo.com", "http://127.0.0.1.example.org", "http://localhost.example.org",
          "https://user@host/", "https://h/?q", "https://h/#f", "https://", "ftp://h", "", "https://h/ x",
          "https://h\r\n", "http://127.0.0.1@evil.example"})
        BOOST_TEST(!providers::base_url_fault(bad).empty(), bad);
}

BOOST_AUTO_TEST_CASE(paths_are_joined_by_one_slash) {
    BOOST_TEST(providers::join_url("https://h/v3/", "/smtp/email") == "https://h/v3/smtp/email");
    BOOST_TEST(providers::join_url("https://h/v3", "smtp/email") == "https://h/v3/smtp/email");
}

BOOST_AUTO_TEST_CASE(an_answer_is_kept_as_one_short_line_of_whole_characters) {
    BOOST_TEST(providers::trim_answer(" 550 no\r\nsuch user \r\n") == "550 no  such user");
    std::string text(499, 'a');
    text += "é";
    const auto cut = providers::trim_answer(text);
    BOOST_TEST(cut == std::string(499, 'a'));
    BOOST_TEST(providers::trim_answer("\xff!") == "?!");
}

BOOST_AUTO_TEST_CASE(only_a_break_after_the_whole_message_is_doubtful) {
    for (const auto failure : {Failure::timeout, Failure::broken}) {
        BOOST_TEST((judge_smtp({.failure = failure, .code = 250, .handed_over = false}).outcome ==
                    Outcome::temporary));
        BOOST_TEST(
            (judge_smtp({.failure = failure, .code = 354, .handed_over = true}).outcome == Outcome::unknown));
    }
}

BOOST_AUTO_TEST_CASE(four_hundreds_come_back_and_five_hundreds_do_not) {
    const auto refused = [](long code) { return judge_smtp({.failure = Failure::refused, .code = code}); };
    BOOST_TEST((refused(421).outcome == Outcome::temporary));
    BOOST_TEST((refused(451).outcome == Outcome::temporary));
    BOOST_TEST(refused(451).retry_after->count() == 300);
    BOOST_TEST((refused(550).outcome == Outcome::permanent));
    BOOST_TEST((refused(552).outcome == Outcome::permanent));
    BOOST_TEST((judge_smtp({.failure = Failure::none, .code = 250}).outcome == Outcome::accepted));
}

BOOST_AUTO_TEST_CASE(trouble_with_tls_or_the_log_in_is_for_the_sysadmin) {
    for (const auto failure : {Failure::insecure, Failure::log_in, Failure::greeting})
        BOOST_TEST((judge_smtp({.failure = failure, .code = 535}).outcome == Outcome::misconfigured));
}

BOOST_AUTO_TEST_SUITE_END()
