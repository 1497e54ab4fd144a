// What the portal holds about a person, in the one shape that both the page and the file are made of: lists
// with a name, columns and rows. Each feature fills in its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace app {

struct DataColumn {
    std::string_view name, label;  // in the file, on the page
    // Cells are names: the file has them as they are, the page has their words.
    std::string (*words)(std::string_view) = nullptr;
};
std::string words_of(std::string_view name);  // by app/words.h

struct DataList {
    using Cell = std::variant<std::monostate, std::string, std::int64_t, bool, base::Instant>;

    std::string_view name, title;  // in the file, on the page
    std::vector<DataColumn> columns;
    std::vector<std::vector<Cell>> rows{};  // each as long as `columns`
    bool cut = false;                       // there is more, and older

    // Keeps the newest `most`; for lists of which one more than that was read.
    void cut_to(std::size_t most) {
        cut = rows.size() > most;
        if (cut) rows.resize(most);
    }
};

// How much of each list is wanted, so that no answer is larger than a worker can bear.
struct DataAmount {
    int rows;           // of each list but messages
    int messages;       // the newest
    std::size_t bytes;  // of their text, all together
};

base::Json to_json(const DataList& list);

}  // namespace app
