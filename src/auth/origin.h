#pragma once
// Scheme, host and client address of a request, and what is local. Source: spec/auth 13, security
// S3, option proxies.

#include <string>
#include <string_view>

#include "config/options.h"
#include "core/result.h"
#include "http/message.h"

namespace latchkey::auth {

struct SiteAddress {
  bool https = false;
  std::string host;  ///< lower case, without port; validated
  int port = 80;
  std::string
      origin;  ///< "https://example.com:8443", default ports left out, as browsers write Origin
  std::string base;    ///< origin + path of the site URL, without trailing slash
  std::string path;    ///< path of the site URL, "" or "/sub"
  std::string client;  ///< the client's address (the peer's, unless a trusted proxy named another)
  bool is_local = false;
};

/// Pure. Errors: invalid (400) for a Host that is no host, and contradicting forwarding headers of
/// trusted proxies; internal (500, HTML) when the address is none of the list in `url`.
Result<SiteAddress> resolve_address(http::Request const& request, config::Options const& options);

/// Whether `origin`, as browsers write it, has the scheme, host and port of the site; a default
/// port may be written out. Source: security.md 2.3.
bool is_own_origin(std::string_view origin, SiteAddress const& site);

/// The network a client counts for: the IPv4 address, or the IPv6 /64.
std::string network_of(std::string_view address);

}  // namespace latchkey::auth
