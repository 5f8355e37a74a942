#include "auth/forwarding.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace latchkey::auth {
namespace {

/// Calls `use` for each piece between `at`s that stand outside of double quotes.
template <class Use>
void split_unquoted(std::string_view text, char at, Use use) {
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && quoted)
      ++i;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (text[i] == at && !quoted) {
      use(trim(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  use(trim(text.substr(begin)));
}

std::string unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

std::string_view pick(std::vector<std::string_view> const& elements, int hops) {
  if (elements.empty()) return {};
  auto const n = static_cast<std::size_t>(hops);
  return hops == 0 || n >= elements.size() ? elements.front() : elements[elements.size() - n];
}

bool is_on(std::string_view flag) {
  constexpr std::array<std::string_view, 5> off{"", "off", "0", "false", "-1"};
  return std::ranges::none_of(off, [&](auto word) { return iequals(word, flag); });
}

/// Exactly `https` or `https, http`; behind proxies of our own the element of their hop.
bool is_https_proto(http::Headers const& headers, int hops) {
  if (hops > 0) return iequals(pick(list_elements(headers, "X-Forwarded-Proto"), hops), "https");
  auto const value = headers.get("X-Forwarded-Proto");
  return iequals(value, "https") || iequals(value, "https, http");
}

ForwardedSite from_x_headers(http::Headers const& headers, int hops) {
  ForwardedSite out;
  out.https = is_on(headers.get("X-Forwarded-SSL")) || is_https_proto(headers, hops);
  out.host = pick(list_elements(headers, "X-Forwarded-Host"), hops);
  out.port = pick(list_elements(headers, "X-Forwarded-Port"), hops);
  return out;
}

ForwardedSite from_element(std::string_view element) {
  ForwardedSite out;
  out.https = iequals(forwarded_parameter(element, "proto").value_or(""), "https");
  out.host = forwarded_parameter(element, "host").value_or("");
  return out;
}

void add_nodes(std::vector<std::optional<Address>>& out, http::Headers const& headers,
               std::string_view name) {
  for (auto const element : list_elements(headers, name)) out.push_back(parse_node(element));
}

void add_forwarded_for(std::vector<std::optional<Address>>& out, http::Headers const& headers) {
  for (auto const element : list_elements(headers, "Forwarded"))
    if (auto const node = forwarded_parameter(element, "for")) out.push_back(parse_node(*node));
}

}  // namespace

std::vector<std::string_view> list_elements(http::Headers const& headers, std::string_view name) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < headers.size(); ++i)
    if (iequals(headers[i].name, name))
      split_unquoted(headers[i].value, ',', [&](std::string_view piece) {
        if (!piece.empty()) out.push_back(piece);
      });
  return out;
}

std::optional<std::string> forwarded_parameter(std::string_view element, std::string_view name) {
  std::optional<std::string> out;
  split_unquoted(element, ';', [&](std::string_view pair) {
    auto const [key, value] = cut(pair, '=');
    if (!out && iequals(trim(key), name)) out = unquote(trim(value));
  });
  return out;
}

ForwardedSite read_forwarded_site(http::Headers const& headers, int hops) {
  if (headers.find("Forwarded"))
    return from_element(pick(list_elements(headers, "Forwarded"), hops));
  return from_x_headers(headers, hops);
}

std::vector<std::optional<Address>> forwarded_chain(http::Headers const& headers) {
  std::vector<std::optional<Address>> out;
  if (headers.find("Forwarded"))
    add_forwarded_for(out, headers);
  else
    add_nodes(out, headers, "X-Forwarded-For");
  return out;
}

Result<> check_agreement(http::Headers const& headers, int hops) {
  if (!headers.find("Forwarded")) return {};
  auto const element = pick(list_elements(headers, "Forwarded"), hops);
  auto const contradicts = [&](std::string_view parameter, std::string_view header) {
    auto const told = forwarded_parameter(element, parameter);
    auto const other = pick(list_elements(headers, header), hops);
    return told && !other.empty() && !iequals(*told, other);
  };
  bool refused =
      contradicts("proto", "X-Forwarded-Proto") || contradicts("host", "X-Forwarded-Host");
  if (headers.find("X-Forwarded-For")) {
    std::vector<std::optional<Address>> one, other;
    add_forwarded_for(one, headers);
    add_nodes(other, headers, "X-Forwarded-For");
    // All that is believed must agree: what only one of them says, a client may have made up.
    auto const believed = [&](auto& chain) {
      auto const n = static_cast<std::size_t>(std::max(hops, 1));
      if (chain.size() > n)
        chain.erase(chain.begin(), chain.end() - static_cast<std::ptrdiff_t>(n));
    };
    believed(one);
    believed(other);
    refused = refused || one != other;
  }
  if (refused) return fail(Kind::invalid, "", "The forwarding headers contradict each other");
  return {};
}

std::vector<std::optional<Address>> all_forwarded_addresses(http::Headers const& headers) {
  std::vector<std::optional<Address>> out;
  for (auto const name : {"X-Forwarded-For", "Client-IP", "X-Client-IP", "X-Real-IP"})
    add_nodes(out, headers, name);
  add_forwarded_for(out, headers);
  return out;
}

}  // namespace latchkey::auth
