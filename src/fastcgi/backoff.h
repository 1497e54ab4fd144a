// Policy: how long to wait before the next worker is started. One that dies is replaced at once; while they
// keep dying young, the wait doubles from 100 ms to 10 s, once a round: deaths during a wait do not lengthen
// it.
#pragma once

#include <algorithm>
#include <cstdint>

namespace fastcgi {

class Backoff {
  public:
    static constexpr std::int64_t kMillisecond = 1'000'000;
    static constexpr std::int64_t kYoung = 1000 * kMillisecond;
    static constexpr std::int64_t kFirst = 100 * kMillisecond;
    static constexpr std::int64_t kLongest = 10'000 * kMillisecond;
    static constexpr std::int64_t kForget =
        2 * kLongest;  // so long without a young death: as if there had been none

    // True if the wait grew (worth a log line). Times are monotonic nanoseconds.
    bool died(std::int64_t now, std::int64_t age) {
        if (age >= kYoung || now < until_) return false;
        if (now - last_ > kForget + wait_) seen_ = false, wait_ = 0;
        last_ = now;
        if (!seen_) {
            seen_ = true;
            return false;
        }
        wait_ = wait_ == 0 ? kFirst : std::min(wait_ * 2, kLongest);
        until_ = now + wait_;
        return true;
    }
    // The system could not start one at all (fork failed).
    void hold(std::int64_t now, std::int64_t wait) { until_ = std::max(until_, now + wait); }
    std::int64_t until() const { return until_; }
    std::int64_t wait() const { return wait_; }

  private:
    std::int64_t until_ = 0, wait_ = 0, last_ = 0;
    bool seen_ = false;
};

}  // namespace fastcgi
