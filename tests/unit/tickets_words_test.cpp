// The words of tickets: places in a list, states, and what is said after an act.
#include <boost/test/unit_test.hpp>

#include "outbox/backlog.h"
#include "portal/notices.h"
#include "tickets/ticket.h"

namespace {

using namespace std::chrono_literals;
using tickets::Cursor;

}  // namespace

BOOST_AUTO_TEST_SUITE(tickets_words)

BOOST_AUTO_TEST_CASE(a_place_in_a_list_comes_back_as_it_was_written) {
    const Cursor place{base::Instant(1'700'000'000'123'456us), 18446744073709551615u};
    const auto back = Cursor::parse(place.text());
    BOOST_REQUIRE(back);
    BOOST_TEST((back->updated_at == place.updated_at));
    BOOST_TEST(back->id == place.id);
}

BOOST_AUTO_TEST_CASE(what_is_no_place_is_refused) {
    for (const auto* text :
         {"", "-", "1", "1-", "-1-1", "1--1", "1-1x", " 1-1", "1-1 ", "x-1", "99999999999999999999-1",
          "1-99999999999999999999", "253402300799000001-1", "1.5-1", "0x1-1", "+1-1"}) {
        BOOST_TEST(!Cursor::parse(text), text);
    }
    BOOST_TEST(Cursor::parse("253402300799000000-1").has_value());
    BOOST_TEST(Cursor::parse("0-0").has_value());
}

BOOST_AUTO_TEST_CASE(states_have_names_and_no_others) {
    for (const auto status : {tickets::Status::open, tickets::Status::waiting, tickets::Status::closed}) {
        BOOST_TEST((tickets::status_from(tickets::to_text(status)) == status));
    }
    for (const auto* text : {"", "Open", "open ", "deleted"}) BOOST_TEST(!tickets::status_from(text), text);
}

BOOST_AUTO_TEST_CASE(a_notice_is_never_what_the_address_says) {
    BOOST_TEST(!portal::notice_text("reply-sent").empty());
    for (const auto* name : {"", "reply", "Reply-Sent", "<b>", "reply-sent "})
        BOOST_TEST(portal::notice_text(name).empty(), name);
}

BOOST_AUTO_TEST_CASE(mail_that_does_not_wait_has_no_age) {
    const base::Instant now(1000s);
    outbox::Backlog mail;
    BOOST_TEST((mail.age(now) == 0s));
    mail.oldest = now - 90s;
    BOOST_TEST((mail.age(now) == 90s));
    mail.oldest = now + 5s;  // written by a host whose clock is ahead
    BOOST_TEST((mail.age(now) == 0s));
}

BOOST_AUTO_TEST_SUITE_END()
