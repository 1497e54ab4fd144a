// Lists as JSON: times as RFC 3339, what is not there as null.
#include "app/own_data.h"

#include "app/words.h"

namespace app {

namespace {

base::Json to_json(const DataList::Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
    if (const auto* flag = std::get_if<bool>(&cell)) return *flag;
    if (const auto* at = std::get_if<base::Instant>(&cell)) return base::to_rfc3339(*at);
    return {};
}

}  // namespace

std::string words_of(std::string_view name) {
    return std::string(to_words(name));
}

base::Json to_json(const DataList& list) {
    base::Json::Array rows;
    rows.reserve(list.rows.size());
    for (const auto& row : list.rows) {
        base::Json::Object object;
        for (size_t i = 0; i < list.columns.size(); ++i)
            object.emplace(list.columns[i].name, to_json(row.at(i)));
        rows.emplace_back(std::move(object));
    }
    return rows;
}

}  // namespace app
