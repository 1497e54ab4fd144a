// The rules of deliveries.
#include "administration/delivery_desk.h"

#include "administration/delivery_store.h"
#include "app/rate_store.h"
#include "audit/event.h"
#include "database/transaction.h"
#include "outbox/asking.h"
#include "outbox/bounce.h"
#include "outbox/outbox.h"

namespace administration {

namespace {

constexpr app::RateLimit kTests{"delivery.test", 20, std::chrono::hours(1)};

void record(app::Context& context, app::Name action, DeliveryId id, std::string_view kind) {
    audit::record(
        context,
        {.action = action, .object_kind = "delivery", .object_id = id.value(), .details = std::string(kind)});
}

app::Refusal too_late() {
    return app::Refusal::conflict(
        "The mail was sent, is being sent just now, or was dropped. Open it again to see what became of it.");
}

app::Refusal code_gone() {
    return app::Refusal::conflict(
        "This mail held a code that cannot be used any more, so it cannot be sent again. The person can ask "
        "for a new one.");
}

bool lost_its_code(const Delivery& delivery, base::Instant now) {
    const bool unsent = can_drop(delivery) || delivery.state == "expired";
    return delivery.sealed && unsent && !can_retry(delivery, now);
}

}  // namespace

std::expected<void, app::Refusal> retry(app::Context& context, DeliveryId id) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        const bool asked = outbox::ask_again(context.database, id.value(), context.now());
        const auto delivery = find_delivery(context, id);
        if (!delivery) return std::unexpected(app::Refusal::not_found());
        if (asked) record(context, "delivery.retry", id, delivery->kind);
        if (asked || delivery->state == "again") return {};  // or the same form, sent twice
        return std::unexpected(lost_its_code(*delivery, context.now()) ? code_gone() : too_late());
    });
}

std::expected<void, app::Refusal> drop(app::Context& context, DeliveryId id) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        const bool asked = outbox::ask_drop(context.database, id.value());
        const auto delivery = find_delivery(context, id);
        if (!delivery) return std::unexpected(app::Refusal::not_found());
        if (asked) record(context, "delivery.drop", id, delivery->kind);
        if (asked || delivery->state == "drop" || delivery->state == "dropped") return {};
        return std::unexpected(too_late());
    });
}

int drop_given_up(app::Context& context, std::span<const DeliveryId> ids) {
    return database::transact(context.database, [&] {
        std::vector<DeliveryId> dropped;
        for (const auto id : ids)
            if (outbox::ask_drop_given_up(context.database, id.value())) dropped.push_back(id);
        if (!dropped.empty())
            audit::record(
                context,
                {.action = "delivery.drop_given_up", .object_kind = "delivery", .details = to_text(dropped)});
        return static_cast<int>(dropped.size());
    });
}

std::expected<DeliveryId, app::Refusal> send_test(app::Context& context, std::string_view address) {
    const auto state = app::count(context, kTests, std::to_string(context.actor.account.value()));
    if (!state.allowed)
        return std::unexpected(app::Refusal::too_many(
            state.retry_after, "You sent many test mails in a short time. Wait a little, then try again."));
    return database::transact(context.database, [&] {
        const DeliveryId id(
            outbox::put(context, {.kind = "test", .recipient = std::string(address), .values = {}}));
        record(context, "delivery.test", id, "test");
        return id;
    });
}

std::expected<void, app::Refusal> clear_bounce(app::Context& context, std::string_view address) {
    return database::transact(context.database, [&]() -> std::expected<void, app::Refusal> {
        const auto bounce = outbox::find_bounce(context.database, address);
        if (!bounce || !outbox::clear_bounce(context.database, bounce->address))
            return std::unexpected(app::Refusal::not_found());
        record(context, "bounce.clear", DeliveryId(bounce->mail), bounce->cause);
        return {};
    });
}

}  // namespace administration
