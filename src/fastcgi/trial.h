// Tries something in a process of its own: whatever it loads, leaks or breaks ends with that process.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace fastcgi {

// What `attempt` returns ("" = fine); or what went wrong if it threw, died or took longer than `patience`.
std::string try_apart(const std::function<std::string()>& attempt, std::chrono::milliseconds patience);

}  // namespace fastcgi
