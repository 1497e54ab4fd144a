// The circuit breaker's rules: when a provider is left alone, for how long, and what brings it back.
#include <boost/test/unit_test.hpp>

#include "app/provider_gate.h"

using app::Leave;
using app::ProviderHealth;
using app::Standing;
using State = app::ProviderHealth::State;
using namespace std::chrono_literals;

namespace {

const base::Instant kStart = base::from_sql("2026-11-21 01:00:00");

ProviderHealth after(ProviderHealth health, Standing standing, int times, base::Instant now) {
    for (int i = 0; i < times; ++i) health = app::after_call(health, standing, {}, now, 5);
    return health;
}

std::chrono::seconds wait_of(const ProviderHealth& health, base::Instant now) {
    return app::leave_at(health, now).wait;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(app_provider_health)

BOOST_AUTO_TEST_CASE(four_failures_close_nothing_and_five_do) {
    for (const auto standing : {Standing::troubled, Standing::misconfigured}) {
        auto health = after({}, standing, 4, kStart);
        BOOST_TEST((health.state == State::closed));
        BOOST_TEST((app::leave_at(health, kStart).kind == Leave::Kind::go));
        health = after(health, standing, 1, kStart);
        BOOST_TEST((health.state == (standing == Standing::troubled ? State::open : State::stopped)));
        BOOST_TEST((app::leave_at(health, kStart).kind == Leave::Kind::wait));
    }
}

BOOST_AUTO_TEST_CASE(only_failures_in_a_row_and_of_one_class_count) {
    auto health = after({}, Standing::misconfigured, 4, kStart);
    health = after(health, Standing::troubled, 4, kStart);
    health = after(health, Standing::misconfigured, 4, kStart);
    BOOST_TEST((health.state == State::closed));
    health = after(health, Standing::well, 1, kStart);
    health = after(health, Standing::misconfigured, 4, kStart);
    BOOST_TEST((health.state == State::closed));
}

BOOST_AUTO_TEST_CASE(an_open_one_waits_twice_as_long_after_each_try_up_to_ten_minutes) {
    auto now = kStart;
    auto health = after({}, Standing::troubled, 5, now);
    for (const auto wait : {30s, 60s, 120s, 240s, 480s, 600s, 600s, 600s}) {
        BOOST_TEST(wait_of(health, now).count() == wait.count());
        BOOST_TEST(wait_of(health, now + wait - 1us).count() == 1);
        now += wait;
        BOOST_TEST((app::leave_at(health, now).kind == Leave::Kind::probe));
        health = after(health, Standing::troubled, 1, now);
    }
}

BOOST_AUTO_TEST_CASE(one_call_that_goes_well_brings_it_back_to_the_beginning) {
    auto health = after(after({}, Standing::troubled, 5, kStart), Standing::troubled, 1, kStart + 30s);
    BOOST_TEST(wait_of(health, kStart + 30s).count() == 60);
    health = after(health, Standing::well, 1, kStart + 90s);
    BOOST_TEST((app::leave_at(health, kStart + 90s).kind == Leave::Kind::go));
    health = after(health, Standing::troubled, 5, kStart + 100s);
    BOOST_TEST(wait_of(health, kStart + 100s).count() == 30);
}

BOOST_AUTO_TEST_CASE(calls_that_began_before_it_opened_do_not_make_it_wait_longer) {
    const auto health = after({}, Standing::troubled, 9, kStart);
    BOOST_TEST(wait_of(health, kStart).count() == 30);
    BOOST_TEST(health.openings == 1u);
}

BOOST_AUTO_TEST_CASE(a_stopped_one_is_tried_every_ten_minutes_and_stays_stopped_whatever_the_failure) {
    auto health = after({}, Standing::misconfigured, 5, kStart);
    BOOST_TEST(wait_of(health, kStart).count() == 600);
    for (const auto standing : {Standing::misconfigured, Standing::troubled}) {
        const auto now = *health.open_until;
        BOOST_TEST((app::leave_at(health, now).kind == Leave::Kind::probe));
        health = after(health, standing, 1, now);
        BOOST_TEST((health.state == State::stopped));
        BOOST_TEST((health.changed == kStart));
        BOOST_TEST(wait_of(health, now).count() == 600);
    }
    BOOST_TEST((after(health, Standing::well, 1, kStart + 2h).state == State::closed));
}

BOOST_AUTO_TEST_CASE(while_one_tries_nobody_else_does) {
    auto health = after({}, Standing::troubled, 5, kStart);
    health.probe_until = kStart + 30s + app::kProbe;
    BOOST_TEST(wait_of(health, kStart + 30s).count() == app::kProbe.count());
    BOOST_TEST((app::leave_at(health, kStart + 30s + app::kProbe).kind == Leave::Kind::probe));
}

BOOST_AUTO_TEST_CASE(a_provider_s_own_wish_holds_for_all_and_is_never_shortened) {
    auto health = app::after_call({}, Standing::well, 100s, kStart, 5);
    health = app::after_call(health, Standing::well, 10s, kStart, 5);
    health = app::after_call(health, Standing::well, {}, kStart, 5);
    BOOST_TEST((health.state == State::closed));
    BOOST_TEST(wait_of(health, kStart).count() == 100);
    BOOST_TEST((app::leave_at(health, kStart + 100s).kind == Leave::Kind::go));
}

BOOST_AUTO_TEST_CASE(states_keep_their_names) {
    for (const auto state : {State::closed, State::open, State::stopped})
        BOOST_TEST((app::to_provider_state(app::to_text(state)) == state));
    BOOST_CHECK_THROW(app::to_provider_state("half"), base::Bug);
}

BOOST_AUTO_TEST_CASE(a_refusal_of_one_mail_or_number_says_that_the_provider_works) {
    using providers::Outcome;
    using providers::Verification;
    BOOST_TEST((app::standing_of(providers::Delivery{Outcome::permanent, "", "", {}}) == Standing::well));
    BOOST_TEST((app::standing_of(providers::Delivery{Outcome::temporary, "", "", {}}) == Standing::troubled));
    BOOST_TEST((app::standing_of(providers::Delivery{.outcome = Outcome::temporary,
                                                     .provider_id = "",
                                                     .answer = "",
                                                     .retry_after = {},
                                                     .about_mail = true}) == Standing::well));
    BOOST_TEST((app::standing_of(providers::Delivery{Outcome::unknown, "", "", {}}) == Standing::troubled));
    BOOST_TEST((app::standing_of(providers::Delivery{Outcome::misconfigured, "", "", {}}) ==
                Standing::misconfigured));
    for (const auto outcome : {Verification::wrong_code, Verification::bad_number, Verification::running,
                               Verification::unreachable_number, Verification::over})
        BOOST_TEST((app::standing_of(providers::VerificationAnswer{.outcome = outcome}) == Standing::well));
    BOOST_TEST((app::standing_of(providers::VerificationAnswer{.outcome = Verification::unavailable}) ==
                Standing::troubled));
}

BOOST_AUTO_TEST_SUITE_END()
