// The list of deliveries, newest first, narrowed by state, kind, recipient and provider.
#include <algorithm>
#include <charconv>

#include "access/permission.h"
#include "administration/delivery_store.h"
#include "administration/delivery_views.h"
#include "administration/handlers.h"
#include "administration/page.h"
#include "app/words.h"
#include "base/email_address.h"
#include "http/filters.h"
#include "http/pager.h"

namespace administration {

namespace {

constexpr int kPerPage = 25;
constexpr int kMostCounted = 1000;

// No mail is of the kind "-": what cannot be a kind finds nothing.
std::string kind_of(std::string_view text) {
    const bool sound = std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    return std::string(sound ? text : "-");
}

DeliveryFilter filter_of(const http::Fields& query) {
    const auto recipient = query.get("recipient");
    const auto address = base::EmailAddress::parse(recipient);
    return {.state = std::string(query.get("state")),
            .kind = kind_of(query.get("kind")),
            .provider = std::string(query.get("provider")),
            .recipient = address ? address->canonical() : std::string(recipient)};
}

DeliveryId place_of(std::string_view text) {
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc() && end == text.data() + text.size() ? DeliveryId(id) : DeliveryId();
}

std::string counted(app::Context& context, std::string_view state) {
    const int count = count_state(context, state, kMostCounted);
    return count < kMostCounted ? std::to_string(count) : fmt::format("{}+", kMostCounted);
}

// The names one can choose from, in words; what was asked for stays chosen though it is none of them.
void show_choices(http::Page& page, const char* section, std::span<const std::string_view> names,
                  std::string_view chosen) {
    const auto show = [&](std::string_view name) {
        auto option = page.section(section);
        option.set("NAME", name);
        option.set("WORDS", app::to_words(name));
        option.show_if("CHOSEN", name == chosen);
    };
    for (const auto name : names) show(name);
    if (!chosen.empty() && std::ranges::find(names, chosen) == names.end()) show(chosen);
}

// Only where the list shows them all: what a narrower filter hides is not dropped unseen.
void show_drop_given_up(app::Context& context, http::Page& page, const http::Fields& query) {
    if (query.get("state") != "dead") return;
    for (const auto* name : {"kind", "provider", "recipient"})
        if (!query.get(name).empty()) return;
    auto ids = given_up(context, DeliveryId(), kMostAtOnce + 1);
    if (ids.empty()) return;
    const bool more = ids.size() > kMostAtOnce;
    if (more) ids.pop_back();
    auto form = page.section("DROP_GIVEN_UP");
    form.set("MAILS", to_text(ids));
    auto words = form.section(more ? "OLDEST" : ids.size() == 1 ? "ONE" : "ALL");
    words.set("AMOUNT", static_cast<std::uint64_t>(ids.size()));
}

}  // namespace

http::Response delivery_list(app::Context& context, const http::Request& request) {
    const auto& query = request.query();
    const auto list = find_deliveries(context, filter_of(query), place_of(query.get("from")), kPerPage);
    auto page = room_page(context, Room::deliveries, "delivery_list.html", "Deliveries");
    page.set("RECIPIENT", query.get("recipient"));
    show_choices(page, "KIND_CHOICE", kKinds, query.get("kind"));
    show_choices(page, "STATE_CHOICE", kStates, query.get("state"));
    show_choices(page, "PROVIDER_CHOICE", kProviders, query.get("provider"));
    const auto state = query.get("state");
    const http::Filter filters[] = {
        {"All", "", state.empty()},
        {"Waiting", "?state=waiting", state == "waiting", counted(context, "waiting")},
        {"Given up", "?state=dead", state == "dead", counted(context, "dead")},
        {"Withheld", "?state=withheld", state == "withheld", counted(context, "withheld")}};
    http::show_filters(page, request, "State", filters);
    for (const auto& delivery : list.rows) {
        auto row = page.section("DELIVERY");
        show_delivery(row, delivery);
        row.set("ANSWER", delivery.last_answer);
        row.show_if("HAS_ANSWER", !delivery.last_answer.empty() && delivery.state != "sent");
    }
    page.show_if("EMPTY", list.rows.empty() && list.all_seen);
    if (authority::Rights{context.actor.rights}.has(authority::Permission::delivery_manage)) {
        page.show("CAN_MANAGE");
        show_drop_given_up(context, page, query);
    }
    page.show_if("FURTHER", !list.all_seen);
    http::show_pager(page, request, list.next ? std::to_string(list.next.value()) : "",
                     list.all_seen ? "Next page" : "Look at older mails");
    return http::Response::page(std::move(page));
}

}  // namespace administration
