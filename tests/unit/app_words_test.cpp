// Every name that a page may show has words. The names of acts and of calls are checked when they are written
// (app::Name); those that come from elsewhere are walked here.
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <set>

#include "administration/delivery.h"
#include "app/words.h"
#include "identity/failed_sign_in_store.h"
#include "providers/delivery_report.h"
#include "providers/mail_transport.h"
#include "providers/phone_lookup.h"
#include "providers/phone_verification.h"

namespace {

void has_words(std::string_view name) {
    BOOST_TEST(!app::find_words(name).empty(), "no words for " << name);
}

// All values of an enumeration that counts from 0: its to_text() knows no other.
template <class Enum>
int walk() {
    int value = 0;
    for (; !to_text(static_cast<Enum>(value)).empty(); ++value) has_words(to_text(static_cast<Enum>(value)));
    return value;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(app_words)

BOOST_AUTO_TEST_CASE(a_name_stands_once_in_the_table_and_its_words_are_for_people) {
    std::set<std::string_view> names;
    for (const auto& [name, words] : app::kWords) {
        BOOST_TEST(names.insert(name).second, name << " stands twice");
        BOOST_REQUIRE(!words.empty());
        BOOST_TEST((words.front() >= 'A' && words.front() <= 'Z'), words);
        BOOST_TEST(words.find('_') == words.npos, words);
        BOOST_TEST(app::to_words(name) == words);
    }
    BOOST_TEST(app::to_words("name.of_an_older_release") == "name.of_an_older_release");
    BOOST_TEST(app::find_words("").empty());
}

BOOST_AUTO_TEST_CASE(every_mail_that_can_be_written_has_words_and_can_be_searched_for) {
    std::set<std::string> kinds;
    for (const auto& file : std::filesystem::directory_iterator("templates/mail"))
        if (file.path().extension() == ".txt") kinds.insert(file.path().stem());
    BOOST_TEST(kinds.size() > 15);
    for (const auto& kind : kinds) has_words(kind);
    BOOST_TEST((kinds ==
                std::set<std::string>(std::begin(administration::kKinds), std::end(administration::kKinds))));
}

BOOST_AUTO_TEST_CASE(every_state_every_provider_and_every_report_has_words) {
    for (const auto state : administration::kStates) has_words(state);
    for (const auto* state : {"again", "drop"}) has_words(state);
    for (const auto provider : administration::kProviders) has_words(provider);
    for (const auto* provider : {"vonage", "vonage_v1", "numverify", "breach_range"}) has_words(provider);
    using Kind = providers::DeliveryReport::Kind;
    for (int kind = 0; kind <= static_cast<int>(Kind::complained); ++kind)
        has_words(to_text(static_cast<Kind>(kind)));
}

BOOST_AUTO_TEST_CASE(every_outcome_of_a_call_has_words) {
    BOOST_TEST(walk<providers::Outcome>() > 2);
    BOOST_TEST(walk<providers::Verification>() > 2);
    BOOST_TEST(walk<providers::PhoneLookup::Verdict>() > 2);
    for (const auto* outcome : {"answered", "unavailable"}) has_words(outcome);
}

BOOST_AUTO_TEST_CASE(every_reason_why_somebody_did_not_get_in_has_words) {
    BOOST_TEST(walk<identity::FailureReason>() > 2);
}

BOOST_AUTO_TEST_SUITE_END()
