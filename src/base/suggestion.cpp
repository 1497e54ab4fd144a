// "Did you mean": optimal string alignment distance, small words only.
#include "base/suggestion.h"

#include <algorithm>

namespace base {
namespace {

size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<size_t>> edits(a.size() + 1, std::vector<size_t>(b.size() + 1));
    for (size_t i = 0; i <= a.size(); ++i) edits[i][0] = i;
    for (size_t j = 0; j <= b.size(); ++j) edits[0][j] = j;
    for (size_t i = 1; i <= a.size(); ++i)
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t replaced = edits[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            edits[i][j] = std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                edits[i][j] = std::min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
    return edits[a.size()][b.size()];
}

}  // namespace

std::string closest(std::string_view typed, const std::vector<std::string>& known) {
    constexpr size_t kLongest = 100;
    if (typed.size() > kLongest) return {};
    std::string best;
    size_t least = std::max<size_t>(2, typed.size() / 3) + 1;
    for (const auto& word : known)
        if (const size_t edits = distance(typed, word); edits < least) {
            least = edits;
            best = word;
        }
    return best;
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known) {
    const auto word = closest(typed, known);
    return word.empty() ? "" : "; did you mean " + word + "?";
}

}  // namespace base
