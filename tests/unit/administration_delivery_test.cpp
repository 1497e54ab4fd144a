// What can be done with a delivery, and how it is called.
#include <boost/test/unit_test.hpp>

#include "administration/delivery.h"

using administration::Delivery;

namespace {

const base::Instant kNow{std::chrono::hours(500'000)};

Delivery in(std::string state, bool sealed = false) {
    Delivery delivery;
    delivery.state = std::move(state);
    delivery.sealed = sealed;
    return delivery;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(administration_delivery)

BOOST_AUTO_TEST_CASE(what_waits_or_was_given_up_can_be_sent_and_dropped) {
    for (const auto* state : {"waiting", "dead", "withheld"}) {
        BOOST_TEST(can_retry(in(state), kNow), state);
        BOOST_TEST(can_drop(in(state)), state);
    }
    for (const auto* state : {"leased", "sent", "expired", "drop", "dropped"}) {
        BOOST_TEST(!can_retry(in(state), kNow), state);
        BOOST_TEST(!can_drop(in(state)), state);
    }
    BOOST_TEST(!can_retry(in("again"), kNow));
    BOOST_TEST(can_drop(in("again")));
}

BOOST_AUTO_TEST_CASE(a_code_can_be_sent_again_only_while_it_waits_and_counts) {
    BOOST_TEST(can_retry(in("waiting", true), kNow));
    BOOST_TEST(!can_retry(in("dead", true), kNow));
    BOOST_TEST(!can_retry(in("withheld", true), kNow));
    auto late = in("waiting", true);
    late.expires_at = kNow;
    BOOST_TEST(!can_retry(late, kNow));
    late.expires_at = kNow + std::chrono::seconds(1);
    BOOST_TEST(can_retry(late, kNow));
}

BOOST_AUTO_TEST_CASE(what_came_back_says_more_than_that_it_was_sent) {
    auto delivery = in("sent");
    BOOST_TEST(to_words(delivery) == "Sent");
    delivery.fate = "hard_bounce";
    BOOST_TEST(to_words(delivery) == "Bounced");
    BOOST_TEST(mood(delivery) == "alert");
}

BOOST_AUTO_TEST_CASE(every_state_one_can_search_for_has_words) {
    for (const auto state : administration::kStates) {
        BOOST_TEST(administration::to_words(state) != state);
        BOOST_TEST(!mood(in(std::string(state))).empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()
