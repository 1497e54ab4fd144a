// The lists of all features, on a page and in a file.
#include "portal/own_data.h"

#include <algorithm>

#include "audit/event.h"
#include "database/transaction.h"
#include "identity/own_data.h"
#include "tickets/own_data.h"

namespace portal {

namespace {

constexpr app::DataAmount kPage{.rows = 100, .messages = 100, .bytes = 256 * 1024};
constexpr app::DataAmount kFile{.rows = 2000, .messages = 10'000, .bytes = 8 * 1024 * 1024};

// "10,000"; from a thousand on.
std::string in_words(int number) {
    return fmt::format("{},{:03}", number / 1000, number % 1000);
}

std::vector<app::DataList> collect(app::Context& context, const app::DataAmount& amount) {
    auto lists = identity::own_data(context, amount);
    std::ranges::move(tickets::own_data(context, amount), std::back_inserter(lists));
    return lists;
}

void show_cell(http::Block cell, const app::DataColumn& column, const app::DataList::Cell& value) {
    cell.set("LABEL", column.label);
    const auto* text = std::get_if<std::string>(&value);
    cell.show_if("NONE", std::holds_alternative<std::monostate>(value) || (text && text->empty()));
    if (text && !text->empty()) cell.section("TEXT").set("VALUE", column.words ? column.words(*text) : *text);
    if (const auto* number = std::get_if<std::int64_t>(&value)) cell.section("TEXT").set("VALUE", *number);
    if (const auto* flag = std::get_if<bool>(&value)) cell.section("TEXT").set("VALUE", *flag ? "Yes" : "No");
    if (const auto* at = std::get_if<base::Instant>(&value))
        cell.section("TIME").set_time("AT", "AT_ISO", *at);
}

void show_list(http::Block block, const app::DataList& list) {
    block.set("NAME", list.name);
    block.set("TITLE", list.title);
    block.show_if("EMPTY", list.rows.empty());
    if (list.cut) block.section("CUT").set("AMOUNT", static_cast<std::uint64_t>(list.rows.size()));
    if (list.rows.empty()) return;
    // One row by nature: facts under each other.
    const bool single = list.name == "profile";
    auto table = block.section(single ? "FACTS" : "TABLE");
    if (!single) table.set("TITLE", list.title);
    for (const auto& column : list.columns)
        if (!single) table.section("COLUMN").set("LABEL", column.label);
    for (const auto& row : list.rows) {
        auto line = table.section("ROW");
        for (size_t i = 0; i < list.columns.size(); ++i)
            show_cell(line.section("CELL"), list.columns[i], row.at(i));
    }
}

}  // namespace

http::Response own_data_show(app::Context& context, const http::Request&) {
    http::Page page("own_data.html", "Your data");
    page.set("MESSAGES", in_words(kFile.messages));
    page.set("ROWS", in_words(kFile.rows));
    for (const auto& list : collect(context, kPage)) show_list(page.section("LIST"), list);
    return http::Response::page(std::move(page));
}

http::Response own_data_download(app::Context& context, const http::Request&) {
    base::Json::Object file;
    base::Json::Array cut;
    for (const auto& list : collect(context, kFile)) {
        if (list.cut) cut.emplace_back(list.name);
        file.emplace(list.name, app::to_json(list));
    }
    file.emplace("portal", context.config.text("portal.name"));
    file.emplace("made_at", base::to_rfc3339(context.now()));
    file.emplace("cut_to_the_newest", std::move(cut));
    database::transact(context.database, [&] {
        audit::record(context, {.action = "account.export",
                                .object_kind = "account",
                                .object_id = context.actor.account.value(),
                                .account = context.actor.account});
    });
    auto response = http::Response::bytes(base::Json(std::move(file)).dump(), "application/json");
    response.with_header("Content-Disposition", "attachment; filename=\"my-data.json\"");
    return response;
}

}  // namespace portal
