#include "administration/delivery_views.h"

#include "app/words.h"

namespace administration {

namespace {

std::string_view icon_of(std::string_view mood) {
    if (mood == "alert") return "alert";
    if (mood == "waiting") return "status-waiting";
    return mood == "open" ? "done" : "status-closed";
}

}  // namespace

void show_delivery(http::Block& block, const Delivery& delivery) {
    block.set("ID", delivery.id.value());
    block.set("KIND_TEXT", app::to_words(delivery.kind));
    block.set("RECIPIENT", delivery.recipient);
    block.set("STATE_TEXT", to_words(delivery));
    block.set("MOOD", mood(delivery));
    block.set("MOOD_ICON", icon_of(mood(delivery)));
    block.set("ATTEMPTS", delivery.attempts);
    block.set("PROVIDER", delivery.provider.empty() ? "None" : app::to_words(delivery.provider));
    block.set_time("CREATED", "CREATED_ISO", delivery.created_at);
}

DeliveryId delivery_id(const http::Request& request) {
    return DeliveryId(request.number_parameter("id"));
}

http::Response to_delivery(DeliveryId id, std::string_view notice) {
    return http::Response::redirect(
        fmt::format("/administration/deliveries/{}?notice={}", id.value(), notice));
}

}  // namespace administration
