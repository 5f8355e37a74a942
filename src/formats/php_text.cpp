// The values of texts: escapes of both quotes, heredoc and nowdoc with their indentation.
#include <cstdint>

#include "core/text.h"
#include "formats/php_tokens.h"

namespace latchkey::php {
namespace {

bool is_octal(char c) { return c >= '0' && c <= '7'; }
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  char const low = to_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/// PHP encodes surrogates like any other number.
void append_code_point(std::string& out, std::uint32_t code) {
  auto const tail = [&](unsigned shift) {
    out += static_cast<char>(0x80 | ((code >> shift) & 0x3F));
  };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6)), tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12)), tail(6), tail(0);
  } else {
    out += static_cast<char>(0xF0 | (code >> 18)), tail(12), tail(6), tail(0);
  }
}

std::string single_quoted(std::string_view body) {
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    bool const escape =
        body[i] == '\\' && i + 1 < body.size() && (body[i + 1] == '\\' || body[i + 1] == '\'');
    out += body[escape ? ++i : i];
  }
  return out;
}

/// Escapes of double quotes and heredocs, read from left to right.
class Unescape {
 public:
  Unescape(Source const& source, std::size_t begin, std::string_view body, bool quoted)
      : source_(source), begin_(begin), body_(body), quoted_(quoted) {}

  /// None where versions of PHP may differ.
  Result<std::optional<std::string>> run() {
    while (at_ < body_.size()) {
      if (body_[at_] != '\\' || at_ + 1 == body_.size()) {
        out_ += body_[at_++];
        continue;
      }
      ++at_;
      LK_CHECK(escape(body_[at_++]));
    }
    if (doubtful_) return std::nullopt;
    return std::move(out_);
  }

 private:
  Result<> escape(char c) {
    switch (c) {
      case 'n': out_ += '\n'; return {};
      case 't': out_ += '\t'; return {};
      case 'r': out_ += '\r'; return {};
      case 'v': out_ += '\v'; return {};
      case 'e': out_ += '\x1B'; return {};
      case 'f': out_ += '\f'; return {};
      case '\\':
      case '$': out_ += c; return {};
      case '"':
        doubtful_ |= !quoted_;
        out_ += c;
        return {};
      case 'x':
      case 'X': return hexadecimal(c);
      case 'u': return unicode();
      default: break;
    }
    if (is_octal(c)) return octal(c);
    out_ += '\\';
    out_ += c;
    return {};
  }

  Result<> hexadecimal(char mark) {
    int code = 0, digits = 0;
    for (; digits < 2 && at_ < body_.size() && hex_value(body_[at_]) >= 0; ++digits)
      code = 16 * code + hex_value(body_[at_++]);
    doubtful_ |= mark == 'X' && digits > 0;
    if (digits > 0)
      out_ += static_cast<char>(code);
    else
      (out_ += '\\') += mark;
    return {};
  }

  Result<> octal(char first) {
    int code = first - '0';
    for (int digits = 1; digits < 3 && at_ < body_.size() && is_octal(body_[at_]); ++digits)
      code = 8 * code + (body_[at_++] - '0');
    out_ += static_cast<char>(code & 0xFF);
    return {};
  }

  Result<> unicode() {
    if (at_ >= body_.size() || body_[at_] != '{') return out_ += "\\u", Result<>{};
    auto const start = at_++;
    std::uint32_t code = 0;
    bool good = at_ < body_.size() && body_[at_] != '}';
    for (; at_ < body_.size() && body_[at_] != '}' && good; ++at_) {
      good = hex_value(body_[at_]) >= 0;
      code = 16 * code + static_cast<std::uint32_t>(hex_value(body_[at_]));
      good = good && code <= 0x10FFFF;
    }
    if (!good || at_ >= body_.size())
      return source_.error(begin_ + start, "\\u{ needs a code point in hexadecimal digits and a }");
    ++at_;
    append_code_point(out_, code);
    return {};
  }

  Source const& source_;
  std::size_t begin_;
  std::string_view body_;
  bool quoted_;
  std::size_t at_ = 0;
  std::string out_;
  bool doubtful_ = false;
};

std::size_t line_end(std::string_view text, std::size_t from) {
  auto const end = text.find_first_of("\r\n", from);
  return end == text.npos ? text.size() : end;
}
std::size_t next_line(std::string_view text, std::size_t end) {
  return end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
}

/// `body` without `indent` before each line; lines of blanks may be shorter.
Result<std::string> without_indent(Source const& source, std::size_t begin, std::string_view body,
                                   std::string_view indent) {
  std::string out;
  for (std::size_t line = 0;;) {
    auto const end = line_end(body, line);
    auto text = body.substr(line, end - line);
    if (text.substr(0, indent.size()) == indent)
      text.remove_prefix(indent.size());
    else if (trim(text).empty() && text.size() < indent.size())
      text = {};
    else
      return source.error(begin + line,
                          "this line must begin with the same indentation as the closing label");
    out += text;
    if (end == body.size()) return out;
    auto const next = next_line(body, end);
    out += body.substr(end, next - end);
    line = next;
  }
}

struct Heredoc {
  std::size_t begin = 0;  ///< of the body
  std::string_view body, indent;
};

Heredoc parts_of_heredoc(std::string_view text, Token const& token) {
  Heredoc out;
  out.begin = next_line(text, line_end(text, token.begin));
  auto const whole = text.substr(out.begin, token.end - out.begin);
  auto const last = whole.find_last_of("\r\n");
  auto const closing = last == whole.npos ? whole : whole.substr(last + 1);
  out.indent = closing.substr(0, closing.find_first_not_of(" \t"));
  auto const end = last == whole.npos                                           ? 0
                   : last > 0 && whole[last] == '\n' && whole[last - 1] == '\r' ? last - 1
                                                                                : last;
  out.body = whole.substr(0, end);
  return out;
}

Result<std::optional<std::string>> heredoc_value(Source const& source, Token const& token) {
  auto const [begin, body, indent] = parts_of_heredoc(source.text(), token);
  if (indent.find(' ') != indent.npos && indent.find('\t') != indent.npos)
    return source.error(
        token.end, "the indentation of the closing label mixes tabs and spaces; use one of them");
  LK_TRY(std::string plain, without_indent(source, begin, body, indent));
  if (token.quote == Quote::nowdoc) return plain;
  return Unescape(source, begin, plain, false).run();
}

}  // namespace

Result<std::optional<std::string>> text_value(Source const& source, Token const& token) {
  if (token.interpolated || token.quote == Quote::backtick) return std::nullopt;
  if (token.quote == Quote::heredoc || token.quote == Quote::nowdoc)
    return heredoc_value(source, token);
  auto const body = source.text().substr(token.begin + 1, token.end - token.begin - 2);
  if (token.quote == Quote::single) return single_quoted(body);
  return Unescape(source, token.begin + 1, body, true).run();
}

}  // namespace latchkey::php
