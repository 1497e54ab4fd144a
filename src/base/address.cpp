// A client's network address. Guarantees: one spelling per address (inet_ntop's), so that counters cannot be
// split by writing it differently; no zone ids, no ports, no names.
#include "base/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace base {
namespace {

std::string to_text(int family, const void* bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(family, bytes, text.data(), text.size());
    return text.data();
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
    const std::string terminated(text);
    if (terminated.size() != std::strlen(terminated.c_str())) return std::nullopt;
    if (in_addr four{}; inet_pton(AF_INET, terminated.c_str(), &four) == 1) {
        auto normal = to_text(AF_INET, &four);
        return Address(normal, normal);
    }
    in6_addr six{};
    if (inet_pton(AF_INET6, terminated.c_str(), &six) != 1) return std::nullopt;
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        auto normal = to_text(AF_INET, six.s6_addr + 12);
        return Address(normal, normal);
    }
    auto prefix = six;
    std::fill(prefix.s6_addr + 8, prefix.s6_addr + 16, std::uint8_t{0});
    return Address(to_text(AF_INET6, &six), to_text(AF_INET6, &prefix) + "/64");
}

bool Address::is_loopback() const {
    return text_ == "::1" || text_.starts_with("127.");
}

}  // namespace base
