#pragma once
// Which addresses a mail may carry.

#include <string_view>

namespace latchkey::mail {

/// One bare address for headers and envelopes: `local@host`, no space, no control or quoting
/// characters, no list.
bool is_address(std::string_view text);

/// What stands behind the last '@'.
std::string_view host_of(std::string_view address);

/// Whether `host` is an IPv4 or IPv6 address, with or without brackets. Such senders are invalid
/// (spec/auth 9, Mail).
bool is_ip_address(std::string_view host);

}  // namespace latchkey::mail
