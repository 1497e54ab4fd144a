// An unambiguous encoding of several texts as one: each with its length in front, so that ("ab","c") and
// ("a","bc") never make the same bytes. What is signed, keyed-hashed or bound as associated data goes through
// here.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace crypto {

// Each part as 8 bytes of length (big-endian), then the part.
inline std::string length_prefixed(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const std::string_view part : parts) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out += static_cast<char>((std::uint64_t{part.size()} >> shift) & 0xff);
        }
        out += part;
    }
    return out;
}

}  // namespace crypto
