// When a mail is tried again, where, and when it is given up.
#include <boost/test/unit_test.hpp>

#include "courier/schedule.h"
#include "courier/verdict.h"

using courier::Note;
using providers::Outcome;
using namespace std::chrono_literals;

namespace {

const base::Instant kStart = base::from_sql("2026-11-21 01:00:00");
const std::vector<std::string> kOrder = {"brevo", "mailgun", "smtp"};

courier::Taken taken(std::string provider, unsigned doubtful = 0) {
    courier::Taken mail{};
    mail.id = 7;
    mail.lease = "lease";
    mail.provider = std::move(provider);
    mail.doubtful = doubtful;
    mail.first_try = kStart;
    return mail;
}

courier::Circumstances around(std::chrono::seconds age = 0s) {
    return {kStart + age, kOrder, {2, 24h}, 0};
}

std::chrono::seconds wait_at(std::chrono::seconds age) {
    const auto at = courier::next_try({.now = kStart + age, .first_try = kStart, .asked = {}, .expires = {}});
    return at ? std::chrono::duration_cast<std::chrono::seconds>(*at - kStart - age) : 0s;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(courier_verdict)

BOOST_AUTO_TEST_CASE(the_plan_is_walked_step_by_step_whatever_the_spread) {
    for (const double off : {-1.0, 0.0, 1.0}) {
        std::vector<std::chrono::seconds> waits;
        auto now = kStart;
        while (const auto at = courier::next_try(
                   {.now = now, .first_try = kStart, .asked = {}, .expires = {}, .off = off})) {
            waits.push_back(std::chrono::duration_cast<std::chrono::seconds>(*at - now));
            now = *at;
            BOOST_REQUIRE(waits.size() < 20u);
        }
        const std::vector<std::chrono::seconds> plan = {30s, 60s, 300s, 900s, 3600s, 14400s};
        for (size_t i = 0; i < plan.size(); ++i)
            BOOST_TEST(static_cast<double>(waits[i].count()) ==
                           static_cast<double>(plan[i].count()) * (1 + off * 0.1),
                       boost::test_tools::tolerance(0.04));
        BOOST_TEST(waits.back().count() >= 12900);
        BOOST_TEST((now - kStart >= 24h && now - kStart < 29h));
    }
}

BOOST_AUTO_TEST_CASE(a_day_after_the_first_try_it_is_given_up) {
    BOOST_TEST((wait_at(24h - 1s) > 0s));
    BOOST_TEST((wait_at(24h) == 0s));
}

BOOST_AUTO_TEST_CASE(the_providers_wish_delays_but_never_past_a_codes_end) {
    const auto at = [](auto asked, std::optional<base::Instant> expires) {
        return *courier::next_try({.now = kStart, .first_try = kStart, .asked = asked, .expires = expires}) -
               kStart;
    };
    BOOST_TEST((at(300s, std::nullopt) == 300s));
    BOOST_TEST((at(5s, std::nullopt) == 30s));
    BOOST_TEST((at(300s, kStart + 300s) == 30s));
    BOOST_TEST((at(99999999s, std::nullopt) == 4h));
}

BOOST_AUTO_TEST_CASE(what_surely_was_not_taken_goes_to_the_next_provider_at_once) {
    for (const auto outcome : {Outcome::temporary, Outcome::misconfigured}) {
        const auto note = judge(taken("brevo"), {outcome, "", "503", {}}, around());
        BOOST_TEST((note.what == Note::What::again));
        BOOST_TEST(note.provider == "mailgun");
        BOOST_TEST((note.next_try == kStart));
        BOOST_TEST(note.answer == "brevo: 503");
    }
    const auto last = judge(taken("smtp"), {Outcome::temporary, "", "", {}}, around());
    BOOST_TEST(last.provider == "");
    BOOST_TEST((last.next_try == kStart + 30s));
}

BOOST_AUTO_TEST_CASE(what_may_have_been_taken_stays_with_its_provider) {
    const auto note = judge(taken("brevo"), {Outcome::unknown, "", "", {}}, around());
    BOOST_TEST((note.what == Note::What::again));
    BOOST_TEST(note.provider == "brevo");
    BOOST_TEST(note.doubtful);
    const auto later = judge(taken("brevo", 1), {Outcome::temporary, "", "", {}}, around());
    BOOST_TEST(later.provider == "brevo");
    BOOST_TEST((later.next_try == kStart + 30s));
}

BOOST_AUTO_TEST_CASE(doubt_ends_in_dead_and_not_in_a_third_copy) {
    BOOST_TEST((judge(taken("smtp", 1), {Outcome::unknown, "", "", {}}, around()).what == Note::What::again));
    BOOST_TEST((judge(taken("smtp", 2), {Outcome::unknown, "", "", {}}, around()).what == Note::What::dead));
    auto late = around(26min);
    late.doubt = {1000, 25min};
    BOOST_REQUIRE(forbid(taken("brevo", 1), late));
    BOOST_TEST((forbid(taken("brevo", 1), late)->what == Note::What::dead));
    BOOST_TEST(!forbid(taken("brevo", 0), late));
}

BOOST_AUTO_TEST_CASE(a_refused_message_is_dead_at_once) {
    const auto note = judge(taken("brevo"), {Outcome::permanent, "", "550 no such user", {}}, around());
    BOOST_TEST((note.what == Note::What::dead));
    BOOST_TEST(note.provider == "brevo");
}

BOOST_AUTO_TEST_CASE(a_code_is_not_sent_in_the_instant_it_expires) {
    auto mail = taken("smtp");
    mail.expires = kStart;
    BOOST_REQUIRE(forbid(mail, around()));
    BOOST_TEST((forbid(mail, around())->what == Note::What::expired));
    mail.expires = kStart + 1us;
    BOOST_TEST(!forbid(mail, around()));
}

BOOST_AUTO_TEST_SUITE_END()
