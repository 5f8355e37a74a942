#include "site/path.h"

#include <algorithm>

#include "core/text.h"
#include "http/query.h"

namespace latchkey::site {
namespace {

bool has_broken_escape(std::string_view part) {
  auto const is_hex = [](char c) {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
  };
  for (auto at = part.find('%'); at != part.npos; at = part.find('%', at + 1))
    if (at + 2 >= part.size() || !is_hex(part[at + 1]) || !is_hex(part[at + 2])) return true;
  return false;
}

bool is_public_name(std::string_view name) {
  auto const is_bad = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\';
  };
  return !name.empty() && name.size() <= 255 && name.front() != '.' &&
         std::ranges::none_of(name, is_bad) && is_utf8(name);
}

bool is_private_folder(std::string_view name) {
  std::string const folded = lower(name);
  return folded == "content" || folded == "site";
}

}  // namespace

std::optional<std::vector<std::string>> parse_path(std::string_view path, std::string_view prefix) {
  if (!prefix.empty() && path.starts_with(prefix) &&
      (path.size() == prefix.size() || path[prefix.size()] == '/'))
    path.remove_prefix(prefix.size());
  std::vector<std::string> out;
  for (auto const part : split(path, '/')) {
    if (part.empty()) continue;
    if (has_broken_escape(part)) return std::nullopt;
    auto name = http::percent_decode(part);
    if (!is_public_name(name)) return std::nullopt;
    out.push_back(std::move(name));
  }
  if (!out.empty() && (is_private_folder(out.front()) || lower(out.back()).ends_with(".php")))
    return std::nullopt;
  return out;
}

}  // namespace latchkey::site
