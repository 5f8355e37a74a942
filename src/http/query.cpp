#include "http/query.h"

#include "core/text.h"

namespace latchkey::http {
namespace {

constexpr std::size_t max_values = 1000;
constexpr std::size_t max_depth = 64;

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  c = to_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// The key parts of `a[b][]`: "a", "b", "". A bracket that never closes belongs to the name (as
/// '_').
std::vector<std::string> key_parts(std::string key) {
  std::vector<std::string> parts;
  auto const open = key.find('[');
  if (open == 0 || open == key.npos || key.find(']', open) == key.npos) {
    std::ranges::replace(key, '[', '_');
    return {std::move(key)};
  }
  parts.push_back(key.substr(0, open));
  for (auto at = open; at < key.size() && key[at] == '[';) {
    auto const close = key.find(']', at);
    if (close == key.npos) break;
    parts.push_back(key.substr(at + 1, close - at - 1));
    at = close + 1;
  }
  return parts;
}

/// The next free list index of `o`, as PHP appends: one above the largest integer key.
std::string next_index(boost::json::object const& o) {
  std::int64_t next = 0;
  for (auto const& [key, member] : o)
    if (auto const n = parse_unsigned(key)) next = std::max(next, *n + 1);
  return std::to_string(next);
}

void insert(boost::json::object& root, std::vector<std::string> const& parts,
            std::string_view value) {
  boost::json::object* at = &root;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string const key = i > 0 && parts[i].empty() ? next_index(*at) : parts[i];
    boost::json::value& slot = (*at)[key];
    if (i + 1 == parts.size()) {
      slot = boost::json::string(value);
      return;
    }
    if (!slot.is_object()) slot = boost::json::object();
    at = &slot.get_object();
  }
}

/// Whether the keys of `map` are 0 to n-1, in any order.
bool is_list(boost::json::object const& map) {
  return !map.empty() && std::ranges::all_of(map, [&](auto const& member) {
    auto const n = parse_unsigned(member.key());
    return n && static_cast<std::size_t>(*n) < map.size() && std::to_string(*n) == member.key();
  });
}

/// `value` with such maps as lists, the innermost first.
void make_lists(boost::json::value& value) {
  auto* const map = value.if_object();
  if (!map) return;
  for (auto& member : *map) make_lists(member.value());
  if (!is_list(*map)) return;
  boost::json::array list;
  list.reserve(map->size());
  for (auto& member : *map) list.push_back(std::move(member.value()));
  value = std::move(list);
}

}  // namespace

std::string percent_decode(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += plus && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (char const c : text) {
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

boost::json::object parse_form(std::string_view text) {
  boost::json::object out;
  std::size_t values = 0;
  for (auto const pair : split(text, '&')) {
    if (pair.empty()) continue;
    if (++values > max_values) break;
    auto const [key, value] = cut(pair, '=');
    auto const parts = key_parts(std::string(trim_left(percent_decode(key, true))));
    if (parts.front().empty() || parts.size() > max_depth) continue;
    insert(out, parts, percent_decode(value, true));
  }
  return out;
}

boost::json::object parse_posted(std::string_view text) {
  auto out = parse_form(text);
  for (auto& member : out) make_lists(member.value());
  return out;
}

Query::Query(std::string_view text) : values_(parse_form(text)) {}

std::optional<std::string_view> Query::find(std::string_view key) const {
  bool const exact = key == "csrf" || key == "pretty";
  std::optional<std::string_view> found;
  for (auto const& [name, value] : values_)
    if (value.is_string() && (exact ? name == key : iequals(name, key))) found = value.get_string();
  return found;
}

bool Query::has(std::string_view key) const {
  return std::ranges::any_of(values_,
                             [&](auto const& member) { return iequals(member.key(), key); });
}

}  // namespace latchkey::http
