// How deliveries are put into templates: what the list and the page of one share.
#pragma once

#include "administration/delivery.h"
#include "app/handler.h"

namespace administration {

// ID, KIND_TEXT, RECIPIENT, STATE_TEXT, MOOD and MOOD_ICON, ATTEMPTS, PROVIDER, CREATED and CREATED_ISO.
void show_delivery(http::Block& block, const Delivery& delivery);

DeliveryId delivery_id(const http::Request& request);  // none unless the path holds a number
// Back to the delivery with a notice.
http::Response to_delivery(DeliveryId id, std::string_view notice);

}  // namespace administration
