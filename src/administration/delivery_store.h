// Where deliveries are read: the outbox without what mails say, and what providers reported. A list is never
// a scan of a large table: it walks one index from `before` down, and looks at a bounded number of rows.
#pragma once

#include "administration/delivery.h"
#include "app/context.h"

namespace administration {

DeliveryList find_deliveries(app::Context& context, const DeliveryFilter& filter, DeliveryId before,
                             int most);
std::optional<Delivery> find_delivery(app::Context& context, DeliveryId id);
// The latest first, at most 50.
std::vector<DeliveryEvent> events_of(app::Context& context, DeliveryId id);
// Those that were given up, the oldest after `after` first.
std::vector<DeliveryId> given_up(app::Context& context, DeliveryId after, int most);
// How many are in that state; counted up to `most`.
int count_state(app::Context& context, std::string_view state, int most);

}  // namespace administration
