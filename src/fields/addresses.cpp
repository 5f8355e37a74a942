#include "fields/addresses.h"

#include <algorithm>
#include <array>

#include "accounts/accounts.h"
#include "core/text.h"

namespace latchkey::fields {
namespace {

bool is_hex(char c) { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f'); }

/// Four numbers up to 255; none where the host is no IPv4 address.
std::optional<std::array<std::int64_t, 4>> parse_ipv4(std::string_view host) {
  auto const parts = split(host, '.');
  if (parts.size() != 4) return std::nullopt;
  std::array<std::int64_t, 4> out{};
  for (std::size_t i = 0; i < 4; ++i) {
    auto const number = parse_unsigned(parts[i]);
    if (!number || *number > 255) return std::nullopt;
    out[i] = *number;
  }
  return out;
}

bool is_public(std::array<std::int64_t, 4> const& ip) {
  if (ip[0] == 0 || ip[0] == 10 || ip[0] == 127 || ip[0] > 223) return false;
  if (ip[0] == 169 && ip[1] == 254) return false;
  if (ip[0] == 192 && ip[1] == 168) return false;
  return !(ip[0] == 172 && ip[1] >= 16 && ip[1] <= 31);
}

bool is_host_label(std::string_view label) {
  return !label.empty() && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) {
           return is_alnum(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
         });
}

bool is_host(std::string_view host) {
  if (iequals(host, "localhost")) return true;
  if (auto const ip = parse_ipv4(host)) return is_public(*ip);
  if (host.ends_with('.')) host.remove_suffix(1);
  auto const labels = split(host, '.');
  return labels.size() > 1 && std::ranges::all_of(labels, is_host_label) &&
         !std::ranges::all_of(labels.back(), is_digit) && labels.back().size() > 1;
}

std::string_view kind_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kinds{
      {{"http://", "url"},
       {"https://", "url"},
       {"page://", "page"},
       {"file://", "file"},
       {"mailto:", "email"},
       {"tel:", "tel"},
       {"#", "anchor"}}};
  for (auto const& [start, kind] : kinds)
    if (text.starts_with(start)) return kind;
  return "custom";
}

bool is_allowed(blueprint::Field const& field, std::string_view kind) {
  auto const* const options = field.find("options");
  if (!options || !options->is_array()) return kind != "custom";
  return std::ranges::any_of(options->get_array(), [&](json::value const& option) {
    return option.is_string() && std::string_view(option.get_string()) == kind;
  });
}

bool is_phone(std::string_view text) {
  return std::ranges::any_of(text, is_digit) && std::ranges::all_of(text, [](char c) {
           return is_digit(c) || std::string_view("+-/.() ").find(c) != std::string_view::npos;
         });
}

}  // namespace

bool is_url(std::string_view text) {
  auto const at = text.find("://");
  if (at == text.npos) return false;
  auto const scheme = lower(text.substr(0, at));
  if (scheme != "http" && scheme != "https" && scheme != "ftp") return false;
  if (std::ranges::any_of(text, is_space)) return false;
  auto rest = text.substr(at + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (auto const user = rest.rfind('@'); user != rest.npos) rest.remove_prefix(user + 1);
  auto const [host, port] = cut(rest, ':');
  if (rest.find(':') != rest.npos && !parse_unsigned(port)) return false;
  return is_host(host);
}

bool is_link(blueprint::Field const& field, std::string_view text) {
  auto const kind = kind_of(text);
  if (!is_allowed(field, kind)) return false;
  auto const behind = [&](std::string_view start) { return text.substr(start.size()); };
  if (kind == "url") return is_url(text);
  if (kind == "page" || kind == "file") return !behind("page://").empty();
  if (kind == "email") return accounts::parse_email(behind("mailto:")).has_value();
  if (kind == "tel") return is_phone(behind("tel:"));
  return kind == "custom" || text.size() > 1;
}

bool is_color(blueprint::Field const& field, std::string_view text) {
  auto const format = field.text("format");
  if (format.empty() || format == "hex") {
    if (!text.starts_with('#') || !std::ranges::all_of(text.substr(1), is_hex)) return false;
    return text.size() == 4 || text.size() == 5 || text.size() == 7 || text.size() == 9;
  }
  auto const small = lower(text);
  std::string_view rest = small;
  if (!rest.starts_with(format) || !rest.ends_with(')')) return false;
  rest.remove_prefix(format.size());
  if (rest.starts_with('a')) rest.remove_prefix(1);
  if (!rest.starts_with('(')) return false;
  rest = rest.substr(1, rest.size() - 2);
  return std::ranges::any_of(rest, is_digit) && std::ranges::all_of(rest, [](char c) {
           return is_digit(c) || is_alpha(c) || is_space(c) ||
                  std::string_view(".,%/-").find(c) != std::string_view::npos;
         });
}

}  // namespace latchkey::fields
