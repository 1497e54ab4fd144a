// A client's network address: IPv4 or IPv6. Counted by `bucket()`: an IPv6 client owns its /64.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

class Address {
  public:
    static std::optional<Address> parse(std::string_view text);
    const std::string& text() const { return text_; }      // normalised; IPv4-mapped IPv6 becomes IPv4
    const std::string& bucket() const { return bucket_; }  // the address, or its /64 prefix "2001:db8::/64"
    bool is_loopback() const;

  private:
    Address(std::string text, std::string bucket) : text_(std::move(text)), bucket_(std::move(bucket)) {}
    std::string text_, bucket_;
};

}  // namespace base
