#include "formats/dialect_line.h"

#include "core/text.h"
#include "formats/dialect_value.h"
#include "formats/white_space.h"

namespace latchkey::yaml {
namespace {

using formats::trim_bytes;

/// A whole key in quotes loses all quotes of that kind at both ends.
std::string unquoted_key(std::string_view key) {
  if (key.starts_with('\'') || key.starts_with('"')) {
    std::string_view const quote = key.substr(0, 1);
    key = formats::trim_left_bytes(formats::trim_right_bytes(key, quote), quote);
  }
  return std::string(key);
}

/// Refuses a second `key: ` in what begins neither with a quote nor with a bracket.
Result<> check_single_key(std::string_view text) {
  if (text.empty() || std::string_view("[{\"'").find(text.front()) != text.npos) return {};
  if (text.find(": ") != text.npos)
    return fail(Kind::invalid, "", "a second key in one value; quote it");
  return {};
}

constexpr bool is_name_character(char c) {
  return (c >= 'A' && c <= 'z') || is_digit(c) || c == '-';
}

/// An anchor (`&name`) or alias (`*name`) in `text`, with its sign: at the start, else at the end,
/// else the alias of a merge key. Empty for none.
std::string_view find_reference(std::string_view text) {
  auto const name_size = [](std::string_view s) {
    std::size_t n = 0;
    while (n < s.size() && is_name_character(s[n])) ++n;
    return n;
  };
  if (text.starts_with('&') || text.starts_with('*'))
    if (auto const size = name_size(text.substr(1)); size > 0) return text.substr(0, size + 1);

  auto const end = [&] {
    auto at = text.size();
    while (at > 0 && is_name_character(text[at - 1])) --at;
    return at;
  }();
  if (end > 0 && end < text.size() && (text[end - 1] == '&' || text[end - 1] == '*'))
    return text.substr(end - 1);

  if (!text.starts_with("<<")) return {};
  auto const value = trim_left(text.substr(2));
  if (!value.starts_with(':')) return {};
  auto const alias = trim_left(value.substr(1));
  auto const size = std::min(alias.find_first_of(" \t\f\v"), alias.size());
  return alias.starts_with('*') && size > 1 ? alias.substr(0, size) : std::string_view();
}

/// `"a b": v` split behind the last quote that a colon follows; none if there is no such quote.
std::optional<std::pair<std::string, std::string>> split_quoted_key(std::string_view text) {
  for (auto colon = text.rfind(':'); colon != text.npos && colon > 1;
       colon = text.rfind(':', colon - 1)) {
    auto const key = trim_right(text.substr(0, colon));
    if (key.size() < 2 || (key.back() != '"' && key.back() != '\'')) continue;
    auto const prefix = text.substr(0, colon + 1);
    auto const rest = replace_all(text.substr(colon + 1), prefix, "");
    return std::pair(std::string(key.substr(1, key.size() - 2)), std::string(trim_bytes(rest)));
  }
  return std::nullopt;
}

Result<Entry> parse_pair(std::string_view text) {
  if (text.front() == '"' || text.front() == '\'') {
    if (auto pair = split_quoted_key(text)) {
      LK_TRY(Node value, parse_value(pair->second));
      return Entry{std::move(pair->first), std::move(value)};
    }
  }
  auto const colon = text.find(": ");
  auto const value_text = trim_bytes(text.substr(colon + 2));
  LK_CHECK(check_single_key(value_text));
  LK_TRY(Node value, parse_value(value_text));
  return Entry{std::string(trim_bytes(text.substr(0, colon))), std::move(value)};
}

bool is_list_item(std::string_view text) {
  return text.starts_with("- ") && !(text.size() > 3 && text.starts_with("---"));
}

/// `- - a` is a list in a list; behind a quote a dash is only text.
Result<Node> parse_list_item(std::string_view text, int depth = 0) {
  if (depth > 64) return fail(Kind::invalid, "", "nested too deeply");
  auto const inside = trim_bytes(text.substr(1));
  LK_TRY(Node value, parse_value(inside));
  if (value.is_table() || !is_list_item(inside)) return value;
  LK_TRY(Node inner, parse_list_item(inside, depth + 1));
  Table list;
  list.append(std::move(inner));
  return Node(std::move(list));
}

/// `- key:` — a list item with a map of one key, which deeper lines fill.
Line parse_item_with_key(std::string_view text) {
  auto key = unquoted_key(trim_bytes(text.substr(1, text.size() - 2)));
  Line line;
  line.inner = InnerKey{text.find(key), key};
  Table map;
  map.set(key, Node(Table()));
  line.entries.push_back({std::nullopt, Node(std::move(map))});
  return line;
}

Result<Line> parse_list_line(std::string_view text) {
  LK_TRY(Node list, parse_value(text));
  Line line;
  for (auto& item : list.as_table().items())
    line.entries.push_back(
        {item.key == "0" ? std::nullopt : std::optional(item.key), std::move(item.node)});
  if (line.entries.empty()) line.entries.push_back({std::nullopt, Node(json::value(nullptr))});
  return line;
}

Line single(std::optional<std::string> key, Node value) {
  Line line;
  line.entries.push_back({std::move(key), std::move(value)});
  return line;
}

Result<Line> parse_content(std::string_view text) {
  if (text.starts_with("- ") && text.ends_with(':')) return parse_item_with_key(text);
  if (text.ends_with(':')) {
    LK_CHECK(check_single_key(text));
    auto key = unquoted_key(trim_bytes(text.substr(0, text.size() - 1)));
    return single(key == "0" ? std::nullopt : std::optional(key), Node(json::value("")));
  }
  if (is_list_item(text)) {
    LK_TRY(Node item, parse_list_item(text));
    return single(std::nullopt, std::move(item));
  }
  if (text.starts_with('[') && text.ends_with(']')) return parse_list_line(text);
  if (auto const colon = text.find(": "); colon == text.npos || colon == 0)
    return single(std::nullopt, Node(json::value(json::string(text))));
  LK_TRY(Entry entry, parse_pair(text));
  return single(std::move(entry.key), std::move(entry.value));
}

}  // namespace

Result<Line> parse_line(std::string_view text) {
  text = trim_bytes(text);
  if (text == "0") return single(std::nullopt, Node(json::value(nullptr)));
  auto const reference = find_reference(text);
  if (reference.empty()) return parse_content(text);
  auto const rest = replace_all(text, reference, "");
  LK_TRY(Line line, parse_content(trim_bytes(rest)));
  (reference.front() == '&' ? line.anchor : line.alias) = reference.substr(1);
  return line;
}

}  // namespace latchkey::yaml
