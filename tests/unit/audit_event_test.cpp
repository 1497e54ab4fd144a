// The audit trail: no row without the act, no act without its row.
#include <boost/test/unit_test.hpp>

#include "audit/event.h"
#include "unit/portal_request.h"

BOOST_AUTO_TEST_SUITE(audit_event)

BOOST_AUTO_TEST_CASE(an_act_outside_a_transaction_is_a_bug) {
    portal_test::Desk desk;
    BOOST_CHECK_THROW(audit::record(desk.context, {.action = "ticket.close", .object_kind = "ticket"}),
                      base::Bug);
}

BOOST_AUTO_TEST_SUITE_END()
