// Just enough CBOR (RFC 8949) to take an attestation object apart: walk a map and cut out its values unread.
// libfido2 decodes what is cut out; it cannot take the object as browsers send it. Guarantees: definite
// lengths only, never reads past the end, nesting at most four deep (CTAP2's canonical form). Never
// allocates.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace crypto::cbor {

// The first item of `rest`, raw, cut off it; nothing if malformed.
std::optional<std::string_view> take_item(std::string_view& rest);

// What a raw item holds, if it is of that kind and nothing follows it.
std::optional<std::string_view> text(std::string_view item);
std::optional<std::string_view> bytes(std::string_view item);
std::optional<std::int64_t> integer(std::string_view item);

// Calls `each` with the raw key and value of every pair; false if `item` is no map, malformed, or longer than
// the map.
bool walk_map(std::string_view item, const std::function<void(std::string_view, std::string_view)>& each);

// The raw value at a text key of a map, if it occurs exactly once.
std::optional<std::string_view> at(std::string_view map, std::string_view key);

}  // namespace crypto::cbor
