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

BOOST_AUTO_TEST_CASE(every_state_one_can_search_for_has_a_mood) {
    for (const auto state : administration::kStates) BOOST_TEST(!mood(in(std::string(state))).empty());
}

BOOST_AUTO_TEST_CASE(a_set_of_mails_comes_back_as_it_was_written_up_to_as_many_as_one_act_takes) {
    std::vector<administration::DeliveryId> ids;
    for (std::uint64_t i = 0; i < administration::kMostAtOnce; ++i) ids.emplace_back(~std::uint64_t{0} - i);
    const auto text = administration::to_text(ids);
    BOOST_TEST(text.size() < 21 * administration::kMostAtOnce);
    const auto back = administration::ids_from(text);
    BOOST_REQUIRE(back);
    BOOST_TEST((*back == ids));
    BOOST_TEST(!administration::ids_from(text + "-1"));
    BOOST_TEST((*administration::ids_from("7") == std::vector{administration::DeliveryId(7)}));
}

BOOST_AUTO_TEST_CASE(what_is_no_set_of_mails_is_refused_as_a_whole) {
    for (const auto* text : {"", "-", "0", "1-", "-1", "1--2", "1-x", "1,2", "1 2", " 1", "+1", "0x1", "1-0",
                             "18446744073709551616"})
        BOOST_TEST(!administration::ids_from(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
