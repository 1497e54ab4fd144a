// Media ranges and their weights. Guarantees: one pass, nothing allocated that grows with the header's
// nonsense; a malformed range counts for nothing.
#include "http/negotiation.h"

#include "base/text.h"

namespace http {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool alike(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

// Takes the text up to `separator` off the front of `rest`, trimmed.
std::string_view take(std::string_view& rest, char separator) {
    const auto end = std::min(rest.find(separator), rest.size());
    const auto taken = base::trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return taken;
}

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ), in thousandths; -1 if malformed.
int weight(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return -1;
    if (text.size() > 1 && text[1] != '.') return -1;
    int thousandths = (text[0] - '0') * 1000, unit = 100;
    for (const char c : text.substr(std::min<size_t>(2, text.size()))) {
        if (c < '0' || c > '9') return -1;
        thousandths += (c - '0') * unit;
        unit /= 10;
    }
    return thousandths > 1000 ? -1 : thousandths;
}

// How closely a range names a type: 3 exactly, 2 "text/*", 1 "*/*", 0 not at all.
int closeness(std::string_view range, std::string_view type) {
    if (alike(range, type)) return 3;
    if (range == "*/*") return 1;
    const auto slash = type.find('/');
    return range.ends_with("/*") && alike(range.substr(0, range.size() - 1), type.substr(0, slash + 1)) ? 2
                                                                                                        : 0;
}

// The weight that `accept` gives to `type`: of the ranges that name it most closely, the highest.
int weight_of(std::string_view type, std::string_view accept) {
    int closest = 0, best = 0;
    while (!accept.empty()) {
        auto rest = take(accept, ',');
        const auto range = take(rest, ';');
        int here = 1000;
        while (!rest.empty()) {
            auto value = take(rest, ';');
            if (alike(take(value, '='), "q")) here = weight(value);
        }
        const int close = here < 0 ? 0 : closeness(range, type);
        if (close == 0 || close < closest) continue;
        best = close > closest ? here : std::max(best, here);
        closest = close;
    }
    return best;
}

}  // namespace

bool prefers_json(std::string_view accept) {
    const int json =
        std::max(weight_of("application/json", accept), weight_of("application/problem+json", accept));
    return json > weight_of("text/html", accept);
}

bool is_content_type(std::string_view content_type, std::string_view type) {
    if (!alike(take(content_type, ';'), type)) return false;
    auto parameter = base::trim(content_type);
    if (parameter.empty()) return true;
    if (!alike(take(parameter, '='), "charset")) return false;
    return alike(parameter, "utf-8") || alike(parameter, "\"utf-8\"");
}

}  // namespace http
