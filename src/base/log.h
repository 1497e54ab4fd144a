// The log: one line an event on stderr, "<N>" priority for journald, then logfmt or JSON. Values are escaped:
// a line stays a line. Never give it a secret, code, token, password or body.
//   log.info("session.start", {{"account", id}, {"pool", "gate"}});
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace base {

enum class Level { debug, info, warning, error };
enum class LogForm { logfmt, json };

struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool> value;

    LogField(std::string_view n, std::string_view v) : name(n), value(v) {}
    LogField(std::string_view n, const std::string& v) : name(n), value(std::string_view(v)) {}
    LogField(std::string_view n, const char* v) : name(n), value(std::string_view(v)) {}
    LogField(std::string_view n, bool v) : name(n), value(v) {}
    LogField(std::string_view n, int v) : name(n), value(std::int64_t{v}) {}
    LogField(std::string_view n, std::int64_t v) : name(n), value(v) {}
    LogField(std::string_view n, std::uint64_t v) : name(n), value(v) {}
    LogField(std::string_view n, double v) : name(n), value(v) {}
};
using LogFields = std::initializer_list<LogField>;

class Log {
  public:
    // Lines go to `fd` by one write() each. `role` ("gate", "house", "courier", …) stands on each line.
    explicit Log(std::string role, Level least = Level::info, LogForm form = LogForm::logfmt, int fd = 2);

    void debug(std::string_view event, LogFields fields = {}) { write(Level::debug, event, fields); }
    void info(std::string_view event, LogFields fields = {}) { write(Level::info, event, fields); }
    void warning(std::string_view event, LogFields fields = {}) { write(Level::warning, event, fields); }
    void error(std::string_view event, LogFields fields = {}) { write(Level::error, event, fields); }

    bool shows(Level level) const { return level >= least_; }
    // Stands on each following line until set anew ("" = none).
    void set_request(std::string request_id) { request_ = std::move(request_id); }
    void write(Level level, std::string_view event, LogFields fields);

  private:
    std::string role_, request_;
    Level least_;
    LogForm form_;
    int fd_;
};

}  // namespace base
