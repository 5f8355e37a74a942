#include "formats/yaml_spelling.h"

#include <algorithm>

#include "core/text.h"
#include "formats/dialect_value.h"
#include "formats/white_space.h"

namespace latchkey::yaml {
namespace {

std::string single_quoted(std::string_view text) {
  return '\'' + replace_all(text, "'", "''") + '\'';
}

std::string double_quoted(std::string_view text) {
  return '"' + replace_all(replace_all(text, "\"", "\\\""), "\n", "\\n") + '"';
}

std::string block(std::string_view sign, std::string_view text, std::size_t indent,
                  bool indent_empty) {
  std::string out(sign);
  for (auto const line : split(text, '\n')) {
    out += '\n';
    if (indent_empty || !line.empty()) out.append(indent, ' ') += line;
  }
  return out;
}

/// The dialect's writer trims the lines of a block, and their quotes too.
std::string trimmed_lines(std::string_view text) {
  std::string out;
  for (auto line : split(text, '\n')) {
    line = formats::trim_bytes(line);
    bool const quoted = line.size() > 1 && line.front() == line.back() &&
                        (line.front() == '"' || line.front() == '\'');
    if (quoted) line = line.substr(1, line.size() - 2);
    (out += line) += '\n';
  }
  out.pop_back();
  return out;
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::ranges::any_of(parts,
                             [&](std::string_view part) { return text.find(part) != text.npos; });
}

/// What the dialect's writer puts in quotes: signs that mean something somewhere, words for
/// booleans and null, and white space at an end.
bool dialect_quotes(std::string_view text) {
  auto const value = plain_scalar(text);
  bool const is_word = value.is_bool() || value.is_null();
  return is_word ||
         holds_any(text, {"\n", ": ", "- ", "*", "#", "<", ">", "%", "  ", "[", "]", "{", "}", "&",
                          "'"}) ||
         text.starts_with('!') || text.ends_with(':') || formats::trim_bytes(text) != text;
}

/// Decimal numbers as PHP's is_numeric() knows them; they get double quotes.
bool is_numeric(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  bool digits = false;
  auto const take_digits = [&] {
    for (digits = false; !text.empty() && is_digit(text.front()); text.remove_prefix(1))
      digits = true;
    return digits;
  };
  bool const whole = take_digits();
  bool const point = text.starts_with('.');
  if (point) text.remove_prefix(1);
  if (!(point && take_digits()) && !whole) return false;
  if (text.empty()) return true;
  if (to_lower(text.front()) != 'e') return false;
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return take_digits() && text.empty();
}

std::string dialect_text(std::string_view text, std::size_t indent) {
  if (text.empty()) return "\"\"";
  if (dialect_quotes(text)) {
    bool const one_line = text.find('\n') == text.npos;
    if (one_line && text.find('\'') == text.npos) return '\'' + std::string(text) + '\'';
    if (one_line && text.find('"') == text.npos) return '"' + std::string(text) + '"';
    return block("|", trimmed_lines(text), indent, true);
  }
  if (is_numeric(text)) return '"' + std::string(text) + '"';
  return std::string(text);
}

bool symfony_quotes(std::string_view text) {
  if (text.find_first_of(" \t\r\v\f'\":{}[],&*#?") != text.npos) return true;
  if (std::string_view("-?|<>=!%@`").find(text.front()) != std::string_view::npos) return true;
  for (auto const word : {"null", "~", "true", "false", "y", "n", "yes", "no", "on", "off"})
    if (iequals(text, word)) return true;
  auto const read = parse_symfony("- " + std::string(text));
  return !read || *read != json::value(json::array{json::value(json::string(text))});
}

std::string symfony_escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '\r': out += "\\r"; break;
      default:
        if (byte < 0x20 || byte == 0x7F)
          ((out += "\\x") += digits[byte >> 4]) += digits[byte & 15];
        else
          out += c;
    }
  }
  return out + '"';
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string symfony_block(std::string_view text, std::size_t indent) {
  std::string sign = text.starts_with(' ') ? "|2" : "|";
  if (!text.ends_with('\n'))
    sign += '-';
  else
    text.remove_suffix(1);
  if (text.ends_with('\n')) sign += '+';
  return block(sign, text, indent, false);
}

std::string symfony_text(std::string_view text, std::size_t indent, bool allow_block) {
  if (text.empty()) return "''";
  if (allow_block && text.find('\n') != text.npos && text.find('\r') == text.npos)
    return symfony_block(text, indent);
  if (has_control_characters(text)) return symfony_escaped(text);
  if (!symfony_quotes(text)) return std::string(text);
  auto single = single_quoted(text);
  auto escaped = symfony_escaped(text);
  bool const shorter = text.find('\'') != text.npos && escaped.size() < single.size();
  return shorter ? escaped : single;
}

}  // namespace

std::string spell(Handler handler, Spelling spelling, std::string_view text, std::size_t indent) {
  switch (spelling) {
    case Spelling::original: break;
    case Spelling::single_quoted: return single_quoted(text);
    case Spelling::double_quoted: return double_quoted(text);
    case Spelling::block: return block("|", text, indent, true);
  }
  return handler == Handler::spyc ? dialect_text(text, indent) : symfony_text(text, indent, true);
}

std::string spell_key(Handler handler, Spelling spelling, std::string_view key) {
  if (spelling == Spelling::single_quoted) return single_quoted(key);
  if (spelling == Spelling::double_quoted) return double_quoted(key);
  if (handler == Handler::symfony)
    return number_key(key) ? std::string(key) : symfony_text(key, 0, false);
  bool const quoted = key.find_first_of(":#") != key.npos;
  return quoted ? '"' + std::string(key) + '"' : std::string(key);
}

}  // namespace latchkey::yaml
