// What an administrator may do about deliveries: one function a use case, each one transaction with its audit
// row. The courier carries it out within seconds; a mail that it took in the meantime stays its own.
#pragma once

#include <expected>

#include "administration/delivery.h"
#include "app/context.h"
#include "app/refusal.h"

namespace administration {

// Asked twice is asked once. Refuse: not_found; conflict (sent or being sent, its code is gone; retry:
// dropped).
std::expected<void, app::Refusal> retry(app::Context& context, DeliveryId id);
std::expected<void, app::Refusal> drop(app::Context& context, DeliveryId id);
// Those of `ids` that were given up and still are, as one act; gives how many. What was sent anew since is
// left alone.
int drop_given_up(app::Context& context, std::span<const DeliveryId> ids);
// A test mail to an address. Refuses: too_many (20 an hour).
std::expected<DeliveryId, app::Refusal> send_test(app::Context& context, std::string_view address);
// An address that bounced is mailed again. Refuses: not_found.
std::expected<void, app::Refusal> clear_bounce(app::Context& context, std::string_view address);

}  // namespace administration
