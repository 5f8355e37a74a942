#include "auth/origin.h"

#include <algorithm>
#include <array>

#include "auth/forwarding.h"
#include "auth/network.h"
#include "core/text.h"

namespace latchkey::auth {
namespace {

struct Authority {
  std::string host;  ///< lower case, IPv6 in brackets
  std::optional<int> port;
};

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 255 && host.front() != '.' &&
         std::ranges::all_of(
             host, [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_ipv6_literal(std::string_view host) {
  if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
  auto const inner = host.substr(1, host.size() - 2);
  return inner.find(':') != inner.npos && parse_address(inner);
}

std::optional<int> parse_port(std::string_view text) {
  auto const number = parse_unsigned(text);
  if (!number || *number < 1 || *number > 65535) return std::nullopt;
  return static_cast<int>(*number);
}

/// `host`, `host:port`, `[v6]`, `[v6]:port`. None for everything else.
std::optional<Authority> parse_authority(std::string_view text) {
  auto const end_of_host = text.starts_with('[') ? text.find(']') : text.find(':');
  auto const host = text.starts_with('[') && end_of_host != text.npos
                        ? text.substr(0, end_of_host + 1)
                        : text.substr(0, end_of_host);
  if (!is_host_name(host) && !is_ipv6_literal(host)) return std::nullopt;
  Authority out{lower(host), std::nullopt};
  auto const rest = text.substr(host.size());
  if (rest.empty() || rest == ":") return out;
  if (rest.front() != ':') return std::nullopt;
  out.port = parse_port(rest.substr(1));
  return out.port ? std::optional(out) : std::nullopt;
}

void set_site(SiteAddress& site, bool https, std::string host, std::optional<int> port) {
  int const usual = https ? 443 : 80;
  site.https = https;
  site.host = std::move(host);
  site.port = port.value_or(usual);
  site.origin = (https ? "https://" : "http://") + site.host;
  if (site.port != usual) site.origin += ":" + std::to_string(site.port);
  site.base = site.origin + site.path;
}

/// `scheme://host[:port][/path]` into `site`; false if it is no such address.
bool set_from_url(SiteAddress& site, std::string_view url) {
  bool const https = url.size() > 8 && iequals(url.substr(0, 8), "https://");
  if (!https && !(url.size() > 7 && iequals(url.substr(0, 7), "http://"))) return false;
  url.remove_prefix(https ? 8 : 7);
  auto const slash = url.find('/');
  auto const authority = parse_authority(url.substr(0, slash));
  if (!authority) return false;
  auto path = slash == url.npos ? std::string_view{} : url.substr(slash);
  while (path.ends_with('/')) path.remove_suffix(1);
  site.path = path;
  set_site(site, https, authority->host, authority->port);
  return true;
}

Failure bad_host() { return fail(Kind::invalid, "", "The Host header is not a host"); }

/// Errors: invalid.
Result<Authority> requested_authority(http::Request const& request) {
  if (request.host.empty())
    return Authority{"localhost", std::nullopt};  // HTTP/1.0 may leave it out
  auto authority = parse_authority(request.host);
  if (!authority) return bad_host();
  return *authority;
}

/// Which proxies stand before us: whether the peer is one of them, and how many there are at least.
struct Trust {
  bool is_configured = false, peer_is_trusted = false;
  int hops = 0;
};

bool is_trusted(Address const& address, config::ProxyOptions const& proxies) {
  return std::ranges::any_of(proxies.networks,
                             [&](auto const& network) { return is_in_network(address, network); });
}

/// Number of our proxies, counted from the peer, whose entries in the chain are believed.
Trust weigh(http::Request const& request, config::ProxyOptions const& proxies) {
  if (proxies.hops <= 0 && proxies.networks.empty()) return {};
  if (proxies.hops > 0) return {true, true, proxies.hops};
  auto const peer = parse_address(request.peer.address);
  if (!peer || !is_trusted(*peer, proxies)) return {true, false, 0};
  auto const chain = forwarded_chain(request.headers);
  int hops = 1;
  for (auto node = chain.rbegin(); node != chain.rend() && *node && is_trusted(**node, proxies);
       ++node)
    ++hops;
  return {true, true, hops};
}

/// The address `hops` places from the end of the chain; the last readable one before it where one
/// is no address.
std::string client_address(http::Request const& request, Trust const& trust) {
  std::string client = request.peer.address;
  if (!trust.peer_is_trusted) return client;
  auto const chain = forwarded_chain(request.headers);
  int hops = trust.hops;
  for (auto node = chain.rbegin(); node != chain.rend() && hops > 0 && *node; ++node, --hops)
    client = (*node)->text();
  return client;
}

/// Errors: invalid for a forwarded host or port that is none.
Result<> set_from_forwarding(SiteAddress& site, http::Request const& request, Trust const& trust) {
  LK_TRY(Authority authority, requested_authority(request));
  ForwardedSite told;
  if (!trust.is_configured || trust.peer_is_trusted)
    told = read_forwarded_site(request.headers, trust.hops);
  if (!told.is_given()) {
    set_site(site, request.peer.tls, authority.host, authority.port);
    return {};
  }
  if (!told.host.empty()) {
    auto const forwarded = parse_authority(told.host);
    if (!forwarded) return bad_host();
    authority = *forwarded;
  }
  if (auto const port = parse_port(told.port)) authority.port = port;
  set_site(site, told.https, authority.host, authority.port);
  return {};
}

/// Takes the listed URL of the same origin. Errors: internal if there is none.
Result<> require_listed(SiteAddress& site, std::vector<std::string> const& urls) {
  for (auto const& url : urls) {
    SiteAddress listed = site;
    if (set_from_url(listed, url) && listed.origin == site.origin) {
      site = listed;
      return {};
    }
  }
  return fail_internal("the address " + site.origin + " is none of those in the option url");
}

bool is_loopback(std::optional<Address> const& address) {
  static Address const v4 = *parse_address("127.0.0.1"), v6 = *parse_address("::1");
  return address && (*address == v4 || *address == v6);
}

/// Only a fixed URL makes a host name count: anyone can send a Host header (S3).
bool is_local_site(http::Request const& request, config::UrlOptions const& url,
                   std::string_view host) {
  constexpr std::array<std::string_view, 3> endings{".local", ".test", ".ddev.site"};
  if (url.mode == config::UrlOptions::Mode::fixed &&
      (host == "localhost" ||
       std::ranges::any_of(endings, [&](auto end) { return host.ends_with(end); })))
    return true;
  return is_loopback(parse_address(request.peer.address)) &&
         std::ranges::all_of(all_forwarded_addresses(request.headers), is_loopback);
}

Result<> set_site_address(SiteAddress& site, http::Request const& request,
                          config::UrlOptions const& url, Trust const& trust) {
  using Mode = config::UrlOptions::Mode;
  if (url.mode == Mode::fixed && !url.urls.empty() && set_from_url(site, url.urls.front()))
    return {};
  if (url.mode == Mode::any || url.mode == Mode::list) {
    LK_CHECK(set_from_forwarding(site, request, trust));
    if (url.mode == Mode::list) LK_CHECK(require_listed(site, url.urls));
    return {};
  }
  LK_TRY(Authority authority, requested_authority(request));
  if (url.mode == Mode::fixed && !url.urls.empty() && url.urls.front().starts_with('/'))
    site.path = url.urls.front();
  set_site(site, request.peer.tls, authority.host, authority.port);
  return {};
}

}  // namespace

Result<SiteAddress> resolve_address(http::Request const& request, config::Options const& options) {
  SiteAddress site;
  auto const trust = weigh(request, options.proxies);
  if (trust.peer_is_trusted) LK_CHECK(check_agreement(request.headers, trust.hops));
  LK_CHECK(set_site_address(site, request, options.url, trust));
  site.client = client_address(request, trust);
  site.is_local = is_local_site(request, options.url, site.host);
  return site;
}

bool is_own_origin(std::string_view origin, SiteAddress const& site) {
  SiteAddress asked;
  bool const has_path = origin.find('/', 8) != origin.npos;
  return !has_path && set_from_url(asked, origin) && asked.https == site.https &&
         asked.host == site.host && asked.port == site.port;
}

}  // namespace latchkey::auth
