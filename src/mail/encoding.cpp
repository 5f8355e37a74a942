#include "mail/encoding.h"

#include <cstdint>

#include "core/text.h"

namespace latchkey::mail {
namespace {

constexpr std::size_t max_line = 76;
constexpr std::size_t word_bytes = 45;  // 60 digits and the frame "=?UTF-8?B?" "?=": 72 characters
constexpr std::string_view hex = "0123456789ABCDEF";

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

/// One byte of quoted-printable; `at_end`: nothing but a line's end follows.
std::string encode_byte(char c, bool at_end) {
  bool const is_plain = is_printable(c) && c != '=' && (c != ' ' || !at_end);
  if (is_plain || (c == '\t' && !at_end)) return std::string(1, c);
  auto const byte = static_cast<unsigned char>(c);
  return {'=', hex[byte >> 4], hex[byte & 15]};
}

std::string encode_line(std::string_view line) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    auto const piece = encode_byte(line[i], i + 1 == line.size());
    if (column + piece.size() > max_line - 1) {  // room for the soft break's "="
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  }
  return out;
}

/// Length of the character that `text` begins with, in UTF-8 or as a stray byte.
std::size_t character_length(std::string_view text) {
  for (std::size_t n = 1; n <= 4 && n <= text.size(); ++n)
    if (is_utf8(text.substr(0, n))) return n;
  return 1;
}

bool is_atom_text(char c) {
  return is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~ ").find(c) != std::string_view::npos;
}

}  // namespace

std::string to_quoted_printable(std::string_view text) {
  std::string out;
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (auto const line : split(text, '\n')) out += encode_line(line) + "\r\n";
  return out;
}

std::string to_header_text(std::string_view text) {
  bool const looks_encoded = text.find("=?") != text.npos;
  if (!looks_encoded && std::ranges::all_of(text, is_printable)) return std::string(text);
  std::string out, word;
  auto const close_word = [&] {
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + to_base64(word) + "?=");
  };
  while (!text.empty()) {
    auto const length = character_length(text);
    if (word.size() + length > word_bytes) {
      close_word();
      word.clear();
    }
    word += text.substr(0, length);
    text.remove_prefix(length);
  }
  if (!word.empty()) close_word();
  return out;
}

std::string to_phrase(std::string_view name) {
  bool const is_ascii = std::ranges::all_of(name, is_printable) && name.find("=?") == name.npos;
  if (!is_ascii || std::ranges::all_of(name, is_atom_text)) return to_header_text(name);
  std::string out = "\"";
  for (char const c : name) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace latchkey::mail
