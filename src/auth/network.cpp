#include "auth/network.h"

#include <arpa/inet.h>

#include <algorithm>

#include "auth/origin.h"
#include "core/text.h"

namespace latchkey::auth {
namespace {

bool is_mapped(std::array<std::uint8_t, 16> const& b) {
  return std::all_of(b.begin(), b.begin() + 10, [](auto x) { return x == 0; }) && b[10] == 0xff &&
         b[11] == 0xff;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  if (text.empty() || text.size() >= INET6_ADDRSTRLEN) return std::nullopt;
  std::string const zero_ended(text);
  Address out;
  if (inet_pton(AF_INET, zero_ended.c_str(), out.bytes.data()) == 1) return out;
  if (inet_pton(AF_INET6, zero_ended.c_str(), out.bytes.data()) != 1) return std::nullopt;
  out.is_v6 = !is_mapped(out.bytes);
  if (!out.is_v6) {
    std::copy_n(out.bytes.begin() + 12, 4, out.bytes.begin());
    std::fill(out.bytes.begin() + 4, out.bytes.end(), std::uint8_t{0});
  }
  return out;
}

std::optional<Address> parse_node(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  if (text.starts_with('[')) return parse_address(cut(text.substr(1), ']').first);
  if (std::ranges::count(text, ':') == 1) text = cut(text, ':').first;
  return parse_address(text);
}

std::string Address::text() const {
  char out[INET6_ADDRSTRLEN] = {};
  inet_ntop(is_v6 ? AF_INET6 : AF_INET, bytes.data(), out, sizeof out);
  return out;
}

bool is_in_network(Address const& address, std::string_view network) {
  auto const [base, length] = cut(network, '/');
  auto const parsed = parse_address(trim(base));
  if (!parsed || parsed->is_v6 != address.is_v6) return false;
  std::int64_t bits = address.is_v6 ? 128 : 32;
  if (network.find('/') != network.npos) {
    auto const given = parse_unsigned(trim(length));
    if (!given || *given > bits) return false;
    bits = *given;
  }
  for (std::size_t i = 0; bits > 0; ++i, bits -= 8) {
    auto const mask = static_cast<std::uint8_t>(bits >= 8 ? 0xff : 0xff << (8 - bits));
    if ((address.bytes[i] & mask) != (parsed->bytes[i] & mask)) return false;
  }
  return true;
}

std::string network_of(std::string_view address) {
  auto parsed = parse_address(address);
  if (!parsed) return std::string(address);
  if (!parsed->is_v6) return parsed->text();
  std::fill(parsed->bytes.begin() + 8, parsed->bytes.end(), std::uint8_t{0});
  return parsed->text() + "/64";
}

}  // namespace latchkey::auth
