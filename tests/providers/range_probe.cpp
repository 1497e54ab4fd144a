// range_probe BASE_URL CA_FILE SHA1: asks BreachRange twice on one client and prints each count, or "nobody
// could say".
#include <fmt/core.h>

#include "providers/breach_range.h"

int main(int count, char** words) {
    if (count != 4) return 2;
    providers::BreachRange range(
        {.base_url = words[1], .ca_file = words[2], .deadline = std::chrono::milliseconds(1600)});
    for (int i = 0; i < 2; ++i) {
        const auto seen = range.seen(words[3]);
        fmt::print("{}\n", seen ? fmt::format("{}", *seen) : "nobody could say");
    }
    return 0;
}
