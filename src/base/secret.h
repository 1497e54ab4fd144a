// A string that must not leak: wiped when it dies, not printable, not comparable in variable time.
// Guarantees: no operator<<, no fmt formatter, no implicit conversion. Copying is explicit (`copy()`).
#pragma once

#include <string>
#include <string_view>

namespace base {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { other.wipe(); }
    Secret& operator=(Secret&& other) noexcept;
    ~Secret() { wipe(); }

    Secret copy() const { return Secret(value_); }
    // The bytes themselves; the view dies with the Secret.
    std::string_view reveal() const { return value_; }
    bool empty() const { return value_.empty(); }
    size_t size() const { return value_.size(); }

  private:
    void wipe() noexcept;  // explicit_bzero over the whole capacity
    std::string value_;
};

}  // namespace base
