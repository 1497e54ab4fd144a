// The only source of time. Guarantees UTC microseconds; never local time. Tests set it by hand; a portal in
// the environment "testing" can be moved by a file that holds an offset in seconds.
#pragma once

#include <chrono>
#include <string>

namespace base {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using std::chrono::seconds;

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

// SystemClock plus the whole seconds written in `offset_file`, read anew at each call; a missing file means
// 0. Only for environment = testing; the configuration refuses it elsewhere.
class MovableClock final : public Clock {
  public:
    explicit MovableClock(std::string offset_file) : offset_file_(std::move(offset_file)) {}
    Instant now() const override;

  private:
    std::string offset_file_;
};

class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant at) : at_(at) {}
    Instant now() const override { return at_; }
    void advance(std::chrono::microseconds by) { at_ += by; }

  private:
    Instant at_;
};

// "2026-11-21 01:02:03.000004": the form MariaDB takes for DATETIME(6).
std::string to_sql(Instant at);
// Takes "YYYY-MM-DD HH:MM:SS" with 0 to 6 fraction digits; throws std::invalid_argument on anything else.
Instant from_sql(std::string_view text);
// "2026-11-21T01:02:03Z" (RFC 3339), for <time datetime> and JSON.
std::string to_rfc3339(Instant at);
// "21 Nov 2026, 01:02 UTC": what people read.
std::string to_words(Instant at);
// "Sat, 21 Nov 2026 01:02:03 +0000" (RFC 5322), for mail headers.
std::string to_mail_date(Instant at);
// For the log, to hundredths: more digits only make it harder to read.
double to_milliseconds(std::chrono::nanoseconds span);

}  // namespace base
