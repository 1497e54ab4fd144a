// What an administrator can do about the portal itself. One file an action or page, object first. Beside it
// the two addresses where mail providers report what became of mails (strangers to us: the gate answers).
#pragma once

#include "administration/delivery.h"
#include "app/handler.h"
#include "http/fields.h"

namespace administration {

inline constexpr http::Field kDeliveryQuery[] = {
    http::choice("state", "State", kStates, 0),
    http::line("kind", "Kind", 0, 40),
    http::choice("provider", "Provider", kProviders, 0),
    http::line("recipient", "Recipient", 0, 254),
    http::line("from", "From", 0, 20),
};
inline constexpr http::Field kGivenUpFields[] = {
    http::line("mails", "Mails", 1, 21 * kMostAtOnce),
};
inline constexpr http::Field kTestFields[] = {
    http::email("email", "E-mail address"),
};
inline constexpr http::Field kBounceQuery[] = {
    http::line("from", "From", 0, 254),
};
inline constexpr http::Field kBounceFields[] = {
    http::line("email", "E-mail address", 1, 254),
};

app::Action room_first;              // GET /administration
app::Action delivery_list;           // GET /administration/deliveries
app::Action delivery_show;           // GET /administration/deliveries/{id}
app::Action delivery_retry;          // POST /administration/deliveries/{id}/retry
app::Action delivery_drop;           // POST /administration/deliveries/{id}/drop
app::Action delivery_drop_given_up;  // POST /administration/given-up/drop
app::Action delivery_test_show;      // GET /administration/deliveries/test
app::Action delivery_test;           // POST /administration/deliveries/test
app::Action bounce_list;             // GET /administration/bounces
app::Action bounce_clear;            // POST /administration/bounces/clear
app::Action provider_list;           // GET /administration/providers
app::Action webhook_brevo;           // POST /webhooks/brevo
app::Action webhook_mailgun;         // POST /webhooks/mailgun

}  // namespace administration
