#pragma once
// Addresses of clients as values: parsed, compared, put into networks. Pure.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey::auth {

/// An IPv4 address (also one written as IPv4-mapped IPv6) or an IPv6 address.
struct Address {
  bool is_v6 = false;
  std::array<std::uint8_t, 16> bytes{};  ///< the first four for IPv4
  bool operator==(Address const&) const = default;
  std::string text() const;
};

/// From text without port and brackets; none for everything else.
std::optional<Address> parse_address(std::string_view text);

/// From an element of a forwarding header: quotes, brackets and a port are taken off.
std::optional<Address> parse_node(std::string_view text);

/// Whether `address` lies in `network`, "10.0.0.0/8", "2001:db8::/32" or one address. False for
/// broken text.
bool is_in_network(Address const& address, std::string_view network);

}  // namespace latchkey::auth
