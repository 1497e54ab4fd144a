// The log's lines. Guarantees: one write() an event; a value cannot end the line, close its quotes, hide what
// follows (bidirectional overrides) or reach a terminal as an escape sequence; bytes that are no UTF-8 become
// U+FFFD. Never throws for what cannot be written: a full disk must not stop a request.
#include "base/log.h"

#include <fmt/format.h>
#include <unistd.h>
#include <unistr.h>

#include <cmath>
#include <cstdint>
#include <iterator>

#include "base/clock.h"

namespace base {
namespace {

constexpr size_t kMostValueBytes = 2048;

constexpr std::string_view kWords[] = {"debug", "info", "warning", "error"};
constexpr char kPriorities[] = {'7', '6', '4', '3'};  // syslog(3)

bool is_dangerous(ucs4_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029 ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

// Between double quotes, as JSON wants it; logfmt readers take the same.
void append_escaped(std::string& line, std::string_view text) {
    const bool cut = text.size() > kMostValueBytes;
    text = text.substr(0, kMostValueBytes);
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (size_t i = 0; i < text.size();) {
        ucs4_t point = 0;
        const auto length = static_cast<size_t>(u8_mbtouc(&point, bytes + i, text.size() - i));
        if (point == '"' || point == '\\') {
            line += '\\';
            line += static_cast<char>(point);
        } else if (point == '\n') {
            line += "\\n";
        } else if (is_dangerous(point)) {
            fmt::format_to(std::back_inserter(line), "\\u{:04x}", point);
        } else if (point == 0xFFFD) {
            line += "\xEF\xBF\xBD";
        } else {
            line.append(text, i, length);
        }
        i += length;
    }
    if (cut) line += "…";
}

bool is_plain(std::string_view text) {
    if (text.empty() || text.size() > kMostValueBytes) return false;
    for (const char c : text)
        if (c <= ' ' || c >= 0x7F || c == '"' || c == '=' || c == '\\') return false;
    return true;
}

class Line {
  public:
    Line(LogForm form, char priority) : json_(form == LogForm::json) {
        text_ = {'<', priority, '>'};
        if (json_) text_ += '{';
    }
    void add(std::string_view name, std::string_view value) {
        begin(name);
        if (!json_ && is_plain(value)) {
            text_ += value;
            return;
        }
        text_ += '"';
        append_escaped(text_, value);
        text_ += '"';
    }
    void add_bare(std::string_view name, std::string_view value) {
        begin(name);
        text_ += value;
    }
    std::string finish() {
        text_ += json_ ? "}\n" : "\n";
        return std::move(text_);
    }

  private:
    void begin(std::string_view name) {
        if (!first_) text_ += json_ ? ',' : ' ';
        first_ = false;
        if (json_) text_ += '"';
        text_ += name;
        text_ += json_ ? "\":" : "=";
    }
    bool json_, first_ = true;
    std::string text_;
};

void add_field(Line& line, const LogField& field) {
    if (const auto* text = std::get_if<std::string_view>(&field.value)) return line.add(field.name, *text);
    if (const auto* flag = std::get_if<bool>(&field.value))
        return line.add_bare(field.name, *flag ? "true" : "false");
    if (const auto* number = std::get_if<std::int64_t>(&field.value))
        return line.add_bare(field.name, fmt::to_string(*number));
    if (const auto* number = std::get_if<std::uint64_t>(&field.value))
        return line.add_bare(field.name, fmt::to_string(*number));
    const double number = std::get<double>(field.value);
    line.add_bare(field.name, std::isfinite(number) ? fmt::format("{:.6g}", number) : "null");
}

std::string now_text() {
    const auto sql = to_sql(SystemClock().now());
    return sql.substr(0, 10) + "T" + sql.substr(11, 12) + "Z";
}

}  // namespace

Log::Log(std::string role, Level least, LogForm form, int fd)
    : role_(std::move(role)), least_(least), form_(form), fd_(fd) {}

void Log::write(Level level, std::string_view event, LogFields fields) {
    if (!shows(level)) return;
    const auto rank = static_cast<size_t>(level);
    Line line(form_, kPriorities[rank]);
    line.add("time", now_text());
    line.add("level", kWords[rank]);
    line.add("event", event);
    line.add("role", role_);
    if (!request_.empty()) line.add("request", request_);
    for (const auto& field : fields) add_field(line, field);
    const auto text = line.finish();
    [[maybe_unused]] const auto written = ::write(fd_, text.data(), text.size());
}

}  // namespace base
