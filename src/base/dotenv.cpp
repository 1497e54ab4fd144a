#include "base/dotenv.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace base {
namespace {

constexpr std::string_view kNameStart = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789.";

bool is_name(std::string_view text) {
    return !text.empty() && kNameStart.find(text.front()) != std::string_view::npos &&
           text.find_first_not_of(kName) == std::string_view::npos;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    void read() {
        while (!rest_.empty()) {
            const int line = line_;
            statement(line);
        }
    }
    std::vector<Assignment> assignments;
    std::vector<std::string> complaints;

  private:
    void statement(int line) {
        const auto end = std::min(rest_.find('\n'), rest_.size());
        auto whole = trim(rest_.substr(0, end));
        if (whole.empty() || whole.front() == '#') return next_line();
        const auto equals = rest_.substr(0, end).find('=');
        auto name = trim(rest_.substr(0, std::min(equals, end)));
        if (name.starts_with("export ")) name = trim(name.substr(7));
        if (equals == std::string_view::npos || !is_name(name)) {
            complain(line, "not NAME=value");
            return next_line();
        }
        rest_.remove_prefix(equals + 1);
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
        auto value = rest_.starts_with('"') || rest_.starts_with('\'') ? quoted(line) : plain(line);
        if (value) keep(line, std::string(name), std::move(*value));
    }

    void keep(int line, std::string name, std::string value) {
        if (has_control(value, true) || !is_utf8(value))
            return complain(line, "the value holds control characters or is not UTF-8");
        const auto earlier = std::ranges::find(assignments, name, &Assignment::name);
        if (earlier != assignments.end()) assignments.erase(earlier);
        assignments.push_back({line, std::move(name), std::move(value)});
    }

    std::optional<std::string> plain(int line) {
        auto value = rest_.substr(0, std::min(rest_.find('\n'), rest_.size()));
        if (value.starts_with('#')) value = {};
        for (size_t at = 0; (at = value.find('#', at)) != std::string_view::npos; ++at)
            if (at > 0 && (value[at - 1] == ' ' || value[at - 1] == '\t')) value = value.substr(0, at);
        auto expanded = expand(line, trim(value));
        next_line();
        return expanded;
    }

    std::optional<std::string> quoted(int line) {
        const char quote = rest_.front();
        std::string value;
        size_t at = 1;
        for (; at < rest_.size() && rest_[at] != quote; ++at) {
            if (rest_[at] != '\\' || at + 1 == rest_.size()) {
                value += rest_[at];
                continue;
            }
            value += unescaped(quote, rest_[++at]);
        }
        if (at == rest_.size()) {
            complain(line, "the quote is not closed");
            next_line();
            return std::nullopt;
        }
        line_ += static_cast<int>(std::ranges::count(rest_.substr(0, at), '\n'));
        rest_.remove_prefix(at + 1);
        const auto behind = trim(rest_.substr(0, std::min(rest_.find('\n'), rest_.size())));
        next_line();
        if (!behind.empty() && behind.front() != '#') {
            complain(line, "text stands behind the closing quote");
            return std::nullopt;
        }
        return quote == '"' ? expand(line, value) : value;
    }

    static std::string unescaped(char quote, char escaped) {
        if (escaped == quote || escaped == '\\') return {escaped};
        if (quote == '"') {
            constexpr std::string_view kLetters = "ntr", kMeant = "\n\t\r";
            if (const auto found = kLetters.find(escaped); found != std::string_view::npos)
                return {kMeant[found]};
        }
        return {'\\', escaped};
    }

    std::optional<std::string> expand(int line, std::string_view value) {
        std::string expanded;
        for (size_t open = 0; (open = value.find("${")) != std::string_view::npos;) {
            const auto close = value.find('}', open);
            if (close == std::string_view::npos) break;
            const auto inside = value.substr(open + 2, close - open - 2);
            const auto otherwise = inside.find(":-");
            const auto name = inside.substr(0, otherwise);
            const auto known = std::ranges::find(assignments, name, &Assignment::name);
            const bool has_value =
                known != assignments.end() && (otherwise == std::string_view::npos || !known->value.empty());
            if (!has_value && otherwise == std::string_view::npos) {
                complain(line, "${…} names nothing that stands above; write the value itself");
                return std::nullopt;
            }
            expanded += value.substr(0, open);
            expanded += has_value ? std::string_view(known->value) : inside.substr(otherwise + 2);
            value.remove_prefix(close + 1);
        }
        return expanded += value;
    }

    void next_line() {
        const auto end = rest_.find('\n');
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        ++line_;
    }
    void complain(int line, std::string_view what) {
        complaints.push_back(fmt::format("line {}: {}", line, what));
    }

    std::string_view rest_;
    int line_ = 1;
};

}  // namespace

std::expected<std::vector<Assignment>, std::vector<std::string>> parse_dotenv(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto unified = unify_newlines(text);
    Reader reader(unified);
    reader.read();
    if (!reader.complaints.empty()) return std::unexpected(std::move(reader.complaints));
    return std::move(reader.assignments);
}

}  // namespace base
