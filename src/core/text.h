#pragma once
// Small helpers for text in ASCII: cut, trim, compare without case.

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latchkey {

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_alnum(char c) { return is_digit(c) || is_alpha(c); }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

/// What stands before and behind the first `at`; all and nothing where it does not occur.
constexpr std::pair<std::string_view, std::string_view> cut(std::string_view text, char at) {
  auto const pos = text.find(at);
  if (pos == text.npos) return {text, {}};
  return {text.substr(0, pos), text.substr(pos + 1)};
}

constexpr std::string_view trim_left(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}
constexpr std::string_view trim_right(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}
constexpr std::string_view trim(std::string_view text) { return trim_left(trim_right(text)); }

/// `cut`, `trim` and `split` borrow from their text: one that ends with the expression is refused.
template <std::same_as<std::string> Text>
void cut(Text&& text, char at) = delete;
template <std::same_as<std::string> Text>
void trim(Text&& text) = delete;
template <std::same_as<std::string> Text>
void split(Text&& text, char at) = delete;

/// ASCII letters in lower case, everything else as it is.
std::string lower(std::string_view text);

/// Equal but for the case of ASCII letters.
constexpr bool iequals(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (to_lower(a[i]) != to_lower(b[i])) return false;
  return true;
}

/// The pieces between `at`; one empty piece for empty text. Borrows from `text`.
std::vector<std::string_view> split(std::string_view text, char at);

/// `text` with every `from` replaced by `to`; `from` not empty.
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

/// Decimal digits only, no sign, no space; none when empty or over 18 digits.
std::optional<std::int64_t> parse_unsigned(std::string_view text);

/// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong).
bool is_utf8(std::string_view text);

/// Number of code points in well-formed UTF-8.
std::size_t count_characters(std::string_view text);

/// `text` safe between tags and in quoted attributes: & < > " ' escaped.
std::string escape_html(std::string_view text);

/// RFC 4648, section 4, with padding.
std::string to_base64(std::string_view bytes);

}  // namespace latchkey
