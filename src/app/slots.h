// A number of places shared by all processes that open the same file: advisory byte-range locks
// (F_OFD_SETLK), so that a killed holder gives its place back. Used for password hashing and for calls to
// providers.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace app {

class Slots {
  public:
    // `file` is made if missing (mode 0600); "" counts within this process only (commands). `count` places.
    Slots(std::string file, int count);
    ~Slots();
    Slots(const Slots&) = delete;
    Slots& operator=(const Slots&) = delete;

    class Held {
      public:
        Held(Held&& other) noexcept : owner_(other.owner_), place_(other.place_) { other.owner_ = nullptr; }
        Held& operator=(Held&&) = delete;
        ~Held();

      private:
        friend class Slots;
        Held(Slots* owner, int place) : owner_(owner), place_(place) {}
        Slots* owner_;
        int place_;
    };

    // A place, waiting at most `wait`; throws base::Busy (Retry-After 2) when there is none in time. One
    // process holds at most one.
    Held take(std::chrono::milliseconds wait);
    // Opens the file anew: OFD locks belong to the open file, so each worker must have its own after fork.
    void reopen();

  private:
    std::string file_;
    int count_;
    int fd_ = -1;
};

}  // namespace app
