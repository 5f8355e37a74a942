#include "formats/dialect_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "core/text.h"
#include "formats/white_space.h"

namespace latchkey::yaml {
namespace {

using formats::trim_bytes;

constexpr int max_depth = 64;

constexpr bool is_quote(char c) { return c == '"' || c == '\''; }

/// Quoted text without its quotes. `\n` is a line feed in both kinds; a quote is escaped by a
/// backslash, in single quotes also by another one. Every other backslash stays.
std::string unquoted(std::string_view text) {
  char const quote = text.front();
  auto const inside =
      replace_all(text.size() < 2 ? "" : text.substr(1, text.size() - 2), "\\n", "\n");
  std::string out;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    char const c = inside[i], next = i + 1 < inside.size() ? inside[i + 1] : '\0';
    bool const doubled = quote == '\'' && c == '\'' && next == '\'';
    bool const escaped = c == '\\' && (next == '\'' || (quote == '"' && next == '"'));
    out += doubled || escaped ? inside[++i] : c;
  }
  return out;
}

/// `text` up to a comment: white space, '#' and something behind it.
std::string_view without_comment(std::string_view text) {
  auto const at = text.find(" #");
  if (at == text.npos || at + 2 == text.size()) return text;
  return trim_right(text.substr(0, at));
}

Result<Node> parse(std::string_view text, int depth);

Result<Node> parse_list(std::string_view inside, int depth) {
  Table out;
  if (inside.empty()) return Node(std::move(out));
  for (auto const piece : split_flow(inside)) {
    LK_TRY(Node node, parse(piece, depth));
    out.append(std::move(node));
  }
  return Node(std::move(out));
}

bool counts_as_nothing(Node const& node) {
  if (node.is_table()) return node.table->empty();
  auto const& v = node.scalar;
  if (auto const* s = v.if_string()) return s->empty() || *s == "0";
  return v.is_null() || v == json::value(false) || v == json::value(0) || v == json::value(0.0);
}

/// Pieces without a key are values of a list; empty ones (also 0 and false) are dropped; of a piece
/// that is a list or map itself only the first member counts.
Result<Node> parse_map(std::string_view inside, int depth) {
  Table out;
  if (inside.empty()) return Node(std::move(out));
  for (auto const piece : split_flow(inside)) {
    LK_TRY(Node node, parse(piece, depth));
    if (counts_as_nothing(node)) continue;
    if (node.is_table()) {
      auto& first = node.table->items().front();
      out.set(first.key, std::move(first.node));
    } else {
      out.append(std::move(node));
    }
  }
  return Node(std::move(out));
}

Result<Node> parse_pair(std::string_view text, int depth) {
  auto const colon = text.find(": ");
  LK_TRY(Node value, parse(trim_bytes(text.substr(colon + 2)), depth));
  Table out;
  out.set(trim_bytes(text.substr(0, colon)), std::move(value));
  return Node(std::move(out));
}

Result<Node> parse(std::string_view text, int depth) {
  if (depth > max_depth) return fail(Kind::invalid, "", "nested too deeply");
  if (text.empty()) return Node(json::value(""));
  char const first = text.front(), last = text.back();
  if (is_quote(first) && is_quote(last)) return Node(json::value(unquoted(text)));

  text = without_comment(text);
  auto const inside = [&] {
    return text.size() < 2 ? "" : trim_bytes(text.substr(1, text.size() - 2));
  };
  if (first == '[' && last == ']') return parse_list(inside(), depth + 1);
  if (first != '{' && text.find(": ") != text.npos) return parse_pair(text, depth + 1);
  if (first == '{' && last == '}') return parse_map(inside(), depth + 1);
  return Node(plain_scalar(text));
}

bool is_word(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return iequals(text, word); });
}

/// Whole numbers without leading zeros and strictly within 64 bits.
std::optional<std::int64_t> whole_number(std::string_view text) {
  auto const digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || digits.front() == '0' || !std::ranges::all_of(digits, is_digit))
    return std::nullopt;
  std::int64_t value = 0;
  auto const failed = std::from_chars(text.data(), text.data() + text.size(), value).ec;
  if (failed != std::errc{} || value == INT64_MAX || value == INT64_MIN) return std::nullopt;
  return value;
}

bool is_whole(std::string_view text) {
  auto const digits = text.starts_with('-') ? text.substr(1) : text;
  return !digits.empty() && digits.front() != '0' && std::ranges::all_of(digits, is_digit);
}

std::optional<json::value> hexadecimal(std::string_view text) {
  if (text.size() < 3 || text[0] != '0' || to_lower(text[1]) != 'x') return std::nullopt;
  std::int64_t value = 0;
  double large = 0;
  auto const* const end = text.data() + text.size();
  auto const whole = std::from_chars(text.data() + 2, end, value, 16);
  if (text[2] == '-' || whole.ptr != end) return std::nullopt;
  if (whole.ec == std::errc{}) return json::value(value);
  std::from_chars(text.data() + 2, end, large, std::chars_format::hex);
  return json::value(large);
}

/// A decimal fraction, exponent or number with leading zeros, unless it ends in a zero.
std::optional<double> fraction(std::string_view text) {
  if (text.ends_with('0')) return std::nullopt;
  auto digits = text.starts_with('+') ? text.substr(1) : text;
  if (digits.size() < text.size() && digits.starts_with('-')) return std::nullopt;
  bool const starts_well =
      std::ranges::any_of(digits.substr(0, 2), is_digit) || digits.starts_with("-.");
  double value = 0;
  auto const* const end = digits.data() + digits.size();
  auto const [stopped, failed] = std::from_chars(digits.data(), end, value);
  if (!starts_well || failed != std::errc{} || stopped != end || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// The end of the quoted text that starts at `from`, or `from` if the quote is never closed. Two
/// quotes in a row are no end.
std::size_t quoted_end(std::string_view text, std::size_t from) {
  char const quote = text[from];
  if (text.substr(from + 1).starts_with(quote)) return from + 1;
  for (auto at = text.find(quote, from + 1); at != text.npos; at = text.find(quote, at + 2))
    if (!text.substr(at + 1).starts_with(quote)) return at;
  return from;
}

/// Finds closed brackets: pairs of one kind with something between, and nothing but closed brackets
/// inside. A bracket that can't be closed opens all around it.
class Brackets {
 public:
  void open(char bracket, std::size_t at) { opened_.push_back({bracket, at}); }

  void close(char bracket, std::size_t at) {
    char const partner = bracket == ']' ? '[' : '{';
    if (opened_.empty() || opened_.back().bracket != partner || opened_.back().at + 1 == at)
      return opened_.clear();
    auto const from = opened_.back().at;
    opened_.pop_back();
    while (!closed_.empty() && closed_.back().first > from) closed_.pop_back();
    closed_.emplace_back(from, at);
  }

  /// Outermost closed ranges, in order.
  std::vector<std::pair<std::size_t, std::size_t>> const& closed() const { return closed_; }

 private:
  struct Opened {
    char bracket;
    std::size_t at;
  };
  std::vector<Opened> opened_;
  std::vector<std::pair<std::size_t, std::size_t>> closed_;
};

}  // namespace

Result<Node> parse_value(std::string_view text) { return parse(text, 0); }

json::value plain_scalar(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return nullptr;
  if (auto const number = whole_number(text)) return *number;
  if (is_whole(text)) return json::value(json::string(text));
  if (auto const number = hexadecimal(text)) return *number;
  if (is_word(text, {"true", "on", "yes", "y"})) return true;
  if (is_word(text, {"false", "off", "no", "n"})) return false;
  if (text == "0") return 0;
  if (auto const number = fraction(text)) return *number;
  return json::value(json::string(text));
}

std::vector<std::string_view> split_flow(std::string_view text) {
  std::vector<std::size_t> commas;
  Brackets brackets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (is_quote(c)) i = quoted_end(text, i);
    if (c == ',') commas.push_back(i);
    if (c == '[' || c == '{') brackets.open(c, i);
    if (c == ']' || c == '}') brackets.close(c, i);
  }
  std::vector<std::string_view> out;
  std::size_t from = 0;
  auto range = brackets.closed().begin();
  for (auto const comma : commas) {
    while (range != brackets.closed().end() && range->second < comma) ++range;
    if (range != brackets.closed().end() && range->first < comma) continue;
    out.push_back(trim_bytes(text.substr(from, comma - from)));
    from = comma + 1;
  }
  out.push_back(trim_bytes(text.substr(from)));
  return out;
}

}  // namespace latchkey::yaml
