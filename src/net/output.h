#pragma once
// The head of an answer as bytes. Pure.

#include <string>
#include <string_view>

#include "http/message.h"

namespace latchkey::net {

/// What the connection adds to a Reply's own headers.
struct Framing {
  bool close = false;
  bool http_10 = false;  ///< a kept connection has to be announced
  bool tls = false;
  std::string_view date{};  ///< "Sun, 06 Nov 1994 08:49:37 GMT"
};

/// Whether every header name is a token and no name or value can end a line (security.md S19).
bool is_sendable(http::Reply const& reply);

/// Whether an answer of that status has a body at all. Source: RFC 9110, 6.4.1.
constexpr bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

/// Appends status line, headers and the empty line. `reply` is_sendable.
void append_head(std::string& out, http::Reply const& reply, Framing const& framing);

}  // namespace latchkey::net
