#include "mail/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

namespace latchkey::mail {

bool is_address(std::string_view text) {
  auto const at = text.rfind('@');
  auto const is_plain = [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '\x7F' &&
           std::string_view("<>()[]:;,\\\"").find(c) == std::string_view::npos;
  };
  if (at == text.npos || at == 0 || at + 1 == text.size() || text.size() > 254) return false;
  return text.find('@') == at && std::ranges::all_of(text, is_plain);
}

std::string_view host_of(std::string_view address) {
  auto const at = address.rfind('@');
  return at == address.npos ? std::string_view() : address.substr(at + 1);
}

bool is_ip_address(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']') && host.size() > 2)
    host = host.substr(1, host.size() - 2);
  if (host.starts_with("IPv6:")) host.remove_prefix(5);
  std::string const text(host);
  unsigned char bytes[sizeof(in6_addr)];
  return ::inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

}  // namespace latchkey::mail
