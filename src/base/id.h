// Strong ids: an AccountId is not a TicketId. 0 is "none" and never stored.
#pragma once

#include <compare>
#include <cstdint>

namespace base {

template <class Tag>
class Id {
  public:
    constexpr Id() = default;
    constexpr explicit Id(std::uint64_t value) : value_(value) {}
    constexpr std::uint64_t value() const { return value_; }
    constexpr explicit operator bool() const { return value_ != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;

  private:
    std::uint64_t value_ = 0;
};

using AccountId = Id<struct AccountTag>;

}  // namespace base
