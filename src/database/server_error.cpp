// See server_error.h.
#include "database/server_error.h"

#include <algorithm>
#include <array>

namespace database {

bool ends_connection(int code) {
    constexpr std::array kEnds = {2006, 2013, 2014, 2027, 2030, 2055, 1053, 1927, 4031};
    return std::ranges::find(kEnds, code) != kEnds.end();
}

std::string without_values(int code, std::string text) {
    constexpr std::array kQuoting = {1062, 1292, 1366, 1367, 1411, 1525};
    if (std::ranges::find(kQuoting, code) == kQuoting.end()) return text;
    const auto where = std::max(text.rfind(" for key ") + 1, text.rfind(" for column ") + 1);
    return (code == 1062 ? "duplicate entry" : "value refused") +
           (where > 0 ? " " + text.substr(where) : std::string());
}

std::string_view without_password(std::string_view statement) {
    return statement.substr(0, std::min(statement.find(" IDENTIFIED"), size_t{120}));
}

}  // namespace database
