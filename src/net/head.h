#pragma once
// The strict check of a request head: bytes in, a filled http::Request or the reason of a refusal
// out. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>

#include "config/options.h"
#include "core/text.h"
#include "http/message.h"

namespace latchkey::net {

/// Why bytes are no request; the connection ends after the answer.
struct Refusal {
  int status = 400;
  std::string_view reason;  ///< static text without JSON escapes: sent and logged
};

/// What the engine itself has to know of a head; the rest is in the Request.
struct Head {
  std::size_t size = 0;  ///< bytes of the head, with the empty line
  std::uint64_t content_length = 0;
  bool chunked = false;
  bool keep_alive = false;
  bool http_11 = false;
  bool expects_continue = false;

  bool has_body() const { return chunked || content_length > 0; }
};

/// Reads the head at the start of `bytes` into `request` (method, target, host, headers; what they
/// held and the body are dropped). Nothing as long as the head is incomplete; then `scanned`
/// remembers how far the search got, and must be 0 at the first call for a head. Stricter than RFC
/// 9112 where the RFC leaves a choice, as security.md S31 asks: no obs-fold, no bare LF or CR, one
/// Host, one Content-Length of digits only or one Transfer-Encoding that is `chunked`, never both.
/// Refusals: 400, 413, 414, 417, 431, 505.
tl::expected<std::optional<Head>, Refusal> parse_head(std::string_view bytes, std::size_t& scanned,
                                                      config::LimitOptions const& limits,
                                                      http::Request& request);

/// What names of methods and headers are made of. Source: RFC 9110, 5.6.2.
constexpr bool is_token_char(char c) {
  return is_alnum(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// Whether `text` is a host with an optional port: a name, an IPv4 address or an IPv6 address in
/// brackets.
bool is_authority(std::string_view text);

}  // namespace latchkey::net
