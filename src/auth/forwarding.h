#pragma once
// What proxies say about a request: `Forwarded` (RFC 7239) and the X-Forwarded-* family. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/network.h"
#include "core/result.h"
#include "http/message.h"

namespace latchkey::auth {

/// Scheme, host and port as a proxy gave them; a missing piece was not given.
struct ForwardedSite {
  bool https = false;
  std::string host;  ///< may carry a port; not validated
  std::string port;
  bool is_given() const { return https || !host.empty() || !port.empty(); }
};

/// Elements of every field called `name`, split at commas outside quotes, in order.
std::vector<std::string_view> list_elements(http::Headers const& headers, std::string_view name);

/// A parameter of one `Forwarded` element, quotes taken off; names compare without case.
std::optional<std::string> forwarded_parameter(std::string_view element, std::string_view name);

/// The site as told by the element `hops` places from the end (the one the outermost of our proxies
/// wrote), or by the first one where `hops` is 0. `Forwarded`, if sent, silences X-Forwarded-*.
/// Source: spec/auth 13.
ForwardedSite read_forwarded_site(http::Headers const& headers, int hops);

/// The addresses that were passed on, nearest last: `Forwarded: for=`, else X-Forwarded-For. An
/// element that is no address ("unknown", "_hidden") is none.
std::vector<std::optional<Address>> forwarded_chain(http::Headers const& headers);

/// Refuses `Forwarded` beside X-Forwarded-* that say something else (security S3). Errors: invalid.
Result<> check_agreement(http::Headers const& headers, int hops);

/// Every address any forwarding header names; none for one that is not an address. For `is_local`
/// only.
std::vector<std::optional<Address>> all_forwarded_addresses(http::Headers const& headers);

}  // namespace latchkey::auth
