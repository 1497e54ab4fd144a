// What the master tells systemd, by datagrams to $NOTIFY_SOCKET (sd_notify(3)); nothing happens where there
// is none. The watchdog's ping is the caller's decision: see master.cpp.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace fastcgi {

// "READY=1", "RELOADING=1", "STOPPING=1", "WATCHDOG=1", also several joined by newlines. A failure is not our
// failure: ignored.
void notify(std::string_view state);
// How often WATCHDOG=1 is wanted: half of WATCHDOG_USEC, if it is set for this process.
std::optional<std::chrono::nanoseconds> watchdog_interval();

}  // namespace fastcgi
