// Time in and out of text. Guarantees UTC and the proleptic Gregorian calendar; nothing here reads the locale
// or the time zone of the host.
#include "base/clock.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace base {
namespace {

constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct Parts {
    int year;
    unsigned month, day, weekday;
    int hour, minute, second, micro;
};

Parts parts_of(Instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(at - day);
    return {static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            std::chrono::weekday(day).c_encoding(),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count()),
            static_cast<int>(time.subseconds().count())};
}

// "07": a long list writes hundreds of them, and a format string is read anew each time.
template <class Number>
void put(std::string& text, Number value, size_t width) {
    const size_t end = text.size() + width;
    text.resize(end, '0');
    for (size_t at = end; at > end - width; value /= 10) text[--at] = static_cast<char>('0' + value % 10);
}

// "2026-11-21T03:05:09"
std::string date_and_time(const Parts& p, char between) {
    std::string text;
    text.reserve(26);
    put(text, p.year, 4);
    put(text += '-', p.month, 2);
    put(text += '-', p.day, 2);
    put(text += between, p.hour, 2);
    put(text += ':', p.minute, 2);
    put(text += ':', p.second, 2);
    return text;
}

[[noreturn]] void refuse() {
    throw std::invalid_argument("not a date and time as the database writes it");
}

int digits_at(std::string_view text, size_t from, size_t count) {
    int value = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') refuse();
        value = value * 10 + (c - '0');
    }
    return value;
}

int fraction_of(std::string_view digits) {
    int micro = digits_at(digits, 0, digits.size());
    for (size_t i = digits.size(); i < 6; ++i) micro *= 10;
    return micro;
}

}  // namespace

Instant SystemClock::now() const {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Instant MovableClock::now() const {
    long long offset = 0;
    if (std::ifstream file(offset_file_); file) file >> offset;
    return SystemClock().now() + std::chrono::seconds(offset);
}

std::string to_sql(Instant at) {
    const auto p = parts_of(at);
    auto text = date_and_time(p, ' ');
    put(text += '.', p.micro, 6);
    return text;
}

Instant from_sql(std::string_view text) {
    if (text.size() < 19 || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' ||
        text[16] != ':')
        refuse();
    int micro = 0;
    if (text.size() > 19) {
        if (text[19] != '.' || text.size() == 20 || text.size() > 26) refuse();
        micro = fraction_of(text.substr(20));
    }
    const std::chrono::year_month_day date(std::chrono::year(digits_at(text, 0, 4)),
                                           std::chrono::month(static_cast<unsigned>(digits_at(text, 5, 2))),
                                           std::chrono::day(static_cast<unsigned>(digits_at(text, 8, 2))));
    const int hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2), second = digits_at(text, 17, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) refuse();
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + std::chrono::microseconds(micro);
}

std::string to_rfc3339(Instant at) {
    return date_and_time(parts_of(at), 'T') + 'Z';
}

std::string to_words(Instant at) {
    const auto p = parts_of(at);
    std::string text;
    text.reserve(24);
    put(text, p.day, p.day < 10 ? 1 : 2);
    text.append(1, ' ').append(kMonths[p.month - 1]);
    put(text += ' ', p.year, 4);
    text += ", ";
    put(text, p.hour, 2);
    put(text += ':', p.minute, 2);
    return text + " UTC";
}

std::string to_mail_date(Instant at) {
    const auto p = parts_of(at);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays[p.weekday], p.day,
                       kMonths[p.month - 1], p.year, p.hour, p.minute, p.second);
}

double to_milliseconds(std::chrono::nanoseconds span) {
    return std::round(std::chrono::duration<double, std::milli>(span).count() * 100) / 100;
}

}  // namespace base
