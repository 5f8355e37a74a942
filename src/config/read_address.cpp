// url and proxies: what the site's address is, and who may say so. Source: spec/auth 13, security
// S3, S22.
#include <arpa/inet.h>

#include <algorithm>

#include "config/table.h"
#include "core/text.h"

namespace latchkey::config {
namespace {

constexpr std::string_view form_of_url = "an address like https://example.com";

std::string_view authority_of(std::string_view url) {
  auto const begin = url.find("://") + 3;
  return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

/// `http(s)://host…` without query and fragment; without the slashes at its end.
std::optional<std::string> plain_url(std::string_view url) {
  auto const [scheme, rest] = cut(url, ':');
  bool const web = iequals(scheme, "http") || iequals(scheme, "https");
  if (!web || !rest.starts_with("//") || authority_of(url).empty()) return std::nullopt;
  bool const clean = std::ranges::none_of(url, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '?' || c == '#' ||
           c == '\\' || c == '"';
  });
  if (!clean) return std::nullopt;
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

bool has_credentials(std::string_view url) {
  return url.find("://") != url.npos && authority_of(url).find('@') != std::string_view::npos;
}

/// The network in CIDR form; an address alone is a network of its own.
std::optional<std::string> network(std::string_view text) {
  auto const [address, bits] = cut(text, '/');
  unsigned char bytes[16];
  std::string const host(address);
  int const longest = inet_pton(AF_INET, host.c_str(), bytes) == 1    ? 32
                      : inet_pton(AF_INET6, host.c_str(), bytes) == 1 ? 128
                                                                      : 0;
  if (longest == 0) return std::nullopt;
  if (text.find('/') == text.npos) return host + '/' + std::to_string(longest);
  auto const length = parse_unsigned(bits);
  if (!length || *length > longest) return std::nullopt;
  return std::string(text);
}

void read_url_list(OptionReader& in, std::vector<std::string> const& found, UrlOptions& out) {
  for (auto const& item : found) {
    if (auto url = plain_url(item))
      out.urls.push_back(std::move(*url));
    else
      in.warn("has an item that is not " + std::string(form_of_url) + "; it is left out");
  }
  if (out.urls.empty() && !found.empty())
    return in.refuse("has no item that is " + std::string(form_of_url));
  if (!out.urls.empty()) out.mode = UrlOptions::Mode::list;
}

}  // namespace

void read_url(OptionReader& in, Options& out) {
  auto const found = in.list();
  if (!found) return;
  if (std::ranges::any_of(*found, has_credentials))
    return in.refuse("must not hold a user and a password; remove them");
  if (in.own()->as<std::vector<Tree>>() != nullptr) return read_url_list(in, *found, out.url);
  if (found->front() == "*") {
    out.url.mode = UrlOptions::Mode::any;
  } else if (auto url = plain_url(found->front())) {
    out.url = {UrlOptions::Mode::fixed, {std::move(*url)}};
  } else {
    in.wrong(form_of_url);
  }
}

void read_proxies(OptionReader& in, Options& out) {
  if (!in.is_set()) return;
  auto const* value = in.own();
  if (value != nullptr && value->as<std::int64_t>() != nullptr)
    return in.count(out.proxies.hops, 0, 100);
  auto const found = in.list();
  if (!found) return;
  for (auto const& item : *found) {
    auto net = network(trim(item));
    if (!net) {
      in.warn("has an item that is no network like 10.0.0.0/8; it is left out");
      continue;
    }
    if (net->ends_with("/0"))
      in.warn("believes everybody's headers; name the networks of your proxies");
    out.proxies.networks.push_back(std::move(*net));
  }
}

}  // namespace latchkey::config
