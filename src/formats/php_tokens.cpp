#include "formats/php_tokens.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace latchkey::php {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t deepest = 256;
constexpr std::size_t deepest_interpolation = 32;

// Longest first, so that the first match is the right one.
constexpr auto operators =
    std::to_array<std::string_view>({"===", "!==", "<=>", "**=", "...", "<<=", ">>=", "?\?=", "?->",
                                     "=>",  "==",  "!=",  "<>",  "<=",  ">=",  "&&",  "||",   "??",
                                     "::",  "->",  "++",  "--",  "+=",  "-=",  "*=",  "/=",   ".=",
                                     "%=",  "&=",  "|=",  "^=",  "<<",  ">>",  "**",  "#["});
constexpr std::string_view single_operators = "+-*/%=<>!&|^~@?:;,.()[]{}$\\";

bool is_line_end(char c) { return c == '\n' || c == '\r'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_hex(char c) { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f'); }

/// Walks once over the text; `next` returns one token of code.
class Lexer {
 public:
  explicit Lexer(Source const& source) : source_(source), text_(source.text()) {}

  Result<std::vector<Token>> run();

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool done() const { return at_ >= text_.size(); }
  bool starts_with(std::string_view word) const { return text_.substr(at_, word.size()) == word; }
  Failure error(std::size_t offset, std::string const& what) const {
    return source_.error(offset, what);
  }
  Token token(TokenKind kind, std::size_t begin) const { return {kind, begin, at_}; }

  Result<> open();
  bool enter_code();
  Result<> skip_space_and_comments();
  void skip_line_comment();
  Result<Token> next();
  Result<Token> name();
  Result<Token> number();
  void digits(bool (*is)(char));
  Result<Token> quoted(char quote);
  Result<Token> op();
  std::optional<Result<Token>> heredoc();
  std::size_t find_heredoc_end(std::string_view label) const;
  Result<bool> interpolation();

  Source const& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t interpolation_depth_ = 0;
};

Result<> Lexer::open() {
  if (starts_with(byte_order_mark)) at_ += byte_order_mark.size();
  if (starts_with("#!")) skip_line_comment();
  auto const begin = at_;
  while (!done() && is_space(peek())) ++at_;
  if (done()) return {};
  auto const tag = text_.substr(at_, 5);
  if (iequals(tag, "<?php") && (at_ + 5 == text_.size() || is_space(text_[at_ + 5]))) {
    at_ += 5;
    return {};
  }
  if (starts_with("<?"))
    return error(at_, "the short tag <? is not read everywhere; write <?php followed by a space");
  return error(begin, "the file does not start with <?php; make that its very first characters");
}

/// Goes on behind the next `<?php` or `<?=`; false where there is none.
bool Lexer::enter_code() {
  for (at_ = text_.find("<?", at_); at_ != text_.npos; at_ = text_.find("<?", at_ + 2)) {
    if (text_.substr(at_, 3) == "<?=") return at_ += 3, true;
    if (iequals(text_.substr(at_, 5), "<?php") &&
        (at_ + 5 >= text_.size() || is_space(text_[at_ + 5])))
      return at_ += 5, true;
  }
  at_ = text_.size();
  return false;
}

/// Up to the end of the line, or to `?>`, which ends the comment too.
void Lexer::skip_line_comment() {
  while (!done() && !is_line_end(peek()) && !starts_with("?>")) ++at_;
}

Result<> Lexer::skip_space_and_comments() {
  while (!done()) {
    if (is_space(peek()) && peek() != '\v' && peek() != '\f') {
      ++at_;
    } else if (starts_with("//") || (peek() == '#' && peek(1) != '[')) {
      skip_line_comment();
    } else if (starts_with("/*")) {
      auto const end = text_.find("*/", at_ + 2);
      if (end == text_.npos) return error(at_, "this comment never ends; add */");
      at_ = end + 2;
    } else {
      break;
    }
  }
  return {};
}

Result<Token> Lexer::next() {
  LK_CHECK(skip_space_and_comments());
  auto const begin = at_;
  if (done()) return token(TokenKind::end, begin);
  if (starts_with("?>")) return at_ += 2, token(TokenKind::close_tag, begin);
  if (auto heredoc_token = heredoc()) return std::move(*heredoc_token);
  char const c = peek();
  if (starts_name(c) || (c == '\\' && starts_name(peek(1)))) return name();
  if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
  if (c == '\'' || c == '"' || c == '`') return quoted(c);
  if (c == '$' && starts_name(peek(1))) {
    for (++at_; continues_name(peek()); ++at_) {
    }
    return token(TokenKind::variable, begin);
  }
  return op();
}

/// With namespace parts: `Foo\Bar`, `\Foo`.
Result<Token> Lexer::name() {
  auto const begin = at_;
  if (peek() == '\\') ++at_;
  while (continues_name(peek()) || (peek() == '\\' && starts_name(peek(1)))) ++at_;
  auto const text = text_.substr(begin, at_ - begin);
  for (auto const* mark : {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D"})
    if (auto const found = text.find(mark); found != text.npos)
      return error(begin + found, "a typographic quotation mark; write ' instead");
  return token(TokenKind::name, begin);
}

/// Digits of one kind with single underscores between them.
void Lexer::digits(bool (*is)(char)) {
  while (is(peek()) || (peek() == '_' && is(peek(1)) && at_ > 0 && is(text_[at_ - 1]))) ++at_;
}

Result<Token> Lexer::number() {
  auto const begin = at_;
  char const mark = to_lower(peek(1));
  bool (*const decimal)(char) = [](char c) { return is_digit(c); };
  if (peek() == '0' && (mark == 'x' || mark == 'b' || mark == 'o')) {
    at_ += 2;
    digits(mark == 'x' ? is_hex : decimal);
  } else {
    digits(decimal);
    if (peek() == '.' && starts_with("...") == false) {
      ++at_;
      digits(decimal);
    }
    auto const exponent = peek(1) == '+' || peek(1) == '-' ? 2U : 1U;
    if (to_lower(peek()) == 'e' && is_digit(peek(exponent))) {
      at_ += exponent;
      digits(decimal);
    }
  }
  if (continues_name(peek()))
    return error(begin, "a number with letters in it; put text between quotation marks");
  return token(TokenKind::number, begin);
}

/// At `$name`, `{$` or `${` inside a text: whether it is one; skips code in braces.
Result<bool> Lexer::interpolation() {
  if (peek() == '$' && starts_name(peek(1))) return at_ += 2, true;
  if (!starts_with("{$") && !starts_with("${")) return false;
  if (++interpolation_depth_ > deepest_interpolation)
    return error(at_, "texts are nested too deeply inside each other");
  auto const begin = at_;
  at_ += peek() == '{' ? 1 : 2;
  for (int open = 1; open > 0;) {
    LK_TRY(Token const inner, next());
    if (inner.kind == TokenKind::end) return error(begin, "this { never ends; add }");
    auto const last = text_[inner.end - 1];
    if (inner.kind == TokenKind::op && last == '{') ++open;
    if (inner.kind == TokenKind::op && last == '}') --open;
  }
  --interpolation_depth_;
  return true;
}

Result<Token> Lexer::quoted(char quote) {
  auto const begin = at_++;
  Token out{TokenKind::text, begin, 0,
            quote == '\''  ? Quote::single
            : quote == '"' ? Quote::twofold
                           : Quote::backtick};
  while (!done() && peek() != quote) {
    if (peek() == '\\') {
      at_ += 2;
    } else if (quote == '\'') {
      ++at_;
    } else {
      LK_TRY(bool const found, interpolation());
      if (found)
        out.interpolated = true;
      else
        ++at_;
    }
  }
  if (done()) return error(begin, std::string("this text never ends; add ") + quote);
  out.end = ++at_;
  return out;
}

/// Offset of the line that begins with the closing label, or npos. `at_` stands on the first line
/// of the body.
std::size_t Lexer::find_heredoc_end(std::string_view label) const {
  for (auto line = at_; line <= text_.size();) {
    auto word = line;
    while (word < text_.size() && is_blank(text_[word])) ++word;
    auto const behind = word + label.size();
    if (text_.substr(word, label.size()) == label &&
        (behind >= text_.size() || !continues_name(text_[behind])))
      return line;
    auto const end = text_.find_first_of("\r\n", line);
    if (end == text_.npos) break;
    line = end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return text_.npos;
}

/// `<<<LABEL`, `<<<"LABEL"` or `<<<'LABEL'` up to the closing label; none where that is not what
/// stands here.
std::optional<Result<Token>> Lexer::heredoc() {
  if (!starts_with("<<<")) return std::nullopt;
  auto const begin = at_;
  auto word = at_ + 3;
  while (word < text_.size() && is_blank(text_[word])) ++word;
  char const quote =
      word < text_.size() && (text_[word] == '\'' || text_[word] == '"') ? text_[word++] : '\0';
  auto end = word;
  while (end < text_.size() && continues_name(text_[end])) ++end;
  auto const label = text_.substr(word, end - word);
  if (label.empty() || !starts_name(label[0])) return std::nullopt;
  if (quote != '\0' && (end >= text_.size() || text_[end++] != quote)) return std::nullopt;
  if (end >= text_.size() || !is_line_end(text_[end])) return std::nullopt;

  at_ = end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
  auto const last_line = find_heredoc_end(label);
  if (last_line == text_.npos)
    return error(begin, "this text never ends; add a line with " + std::string(label));
  Token out{TokenKind::text, begin, 0, quote == '\'' ? Quote::nowdoc : Quote::heredoc};
  while (out.quote == Quote::heredoc && at_ < last_line && !out.interpolated) {
    bool const variable = peek() == '$' && (starts_name(peek(1)) || peek(1) == '{');
    out.interpolated = variable || starts_with("{$");
    at_ += peek() == '\\' ? 2 : 1;
  }
  at_ = text_.find(label, last_line) + label.size();
  out.end = at_;
  return out;
}

Result<Token> Lexer::op() {
  auto const begin = at_;
  for (auto const word : operators)
    if (starts_with(word)) return at_ += word.size(), token(TokenKind::op, begin);
  if (single_operators.find(peek()) != single_operators.npos)
    return ++at_, token(TokenKind::op, begin);
  return error(begin, "a character that has no meaning here; remove it");
}

char closing_of(char opening) { return opening == '(' ? ')' : opening == '[' ? ']' : '}'; }

/// Fills in the partners of all brackets.
Result<> match_brackets(Source const& source, std::vector<Token>& tokens) {
  auto const last_char = [&](std::size_t i) { return source.text()[tokens[i].end - 1]; };
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::op) continue;
    char const c = last_char(i);  // of `#[` the last counts
    if (c == '(' || c == '[' || c == '{') {
      if (open.size() == deepest)
        return source.error(tokens[i].begin, "brackets are nested too deeply");
      open.push_back(i);
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.empty())
        return source.error(tokens[i].begin, "this bracket closes nothing; remove it");
      if (c != closing_of(last_char(open.back())))
        return source.error(tokens[i].begin,
                            "this bracket does not fit the one that is open since line " +
                                std::to_string(source.at(tokens[open.back()].begin).line));
      tokens[open.back()].partner = i;
      tokens[i].partner = open.back();
      open.pop_back();
    }
  }
  if (open.empty()) return {};
  return source.error(tokens[open.back()].begin, "this bracket is never closed; add its partner");
}

Result<std::vector<Token>> Lexer::run() {
  std::vector<Token> out;
  LK_CHECK(open());
  for (;;) {
    LK_TRY(Token const found, next());
    out.push_back(found);
    if (found.kind == TokenKind::close_tag && !enter_code())
      out.push_back(token(TokenKind::end, at_));
    bool const halt =
        found.kind == TokenKind::name &&
        iequals(text_.substr(found.begin, found.end - found.begin), "__halt_compiler");
    if (halt) out.back() = {TokenKind::end, found.begin, found.begin};
    if (out.back().kind == TokenKind::end) break;
  }
  LK_CHECK(match_brackets(source_, out));
  return out;
}

}  // namespace

Source::Source(std::string_view text) : text_(text), lines_{0} {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') lines_.push_back(i + 1);
}

Position Source::at(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  auto const next_line = std::ranges::upper_bound(lines_, offset);
  auto const line = static_cast<int>(next_line - lines_.begin());
  bool const further = known_.line == line && known_offset_ <= offset;
  auto begin = further ? known_offset_ : *std::prev(next_line);
  if (begin == 0 && text_.starts_with(byte_order_mark) && offset >= 3) begin = 3;
  auto const columns = static_cast<int>(count_characters(text_.substr(begin, offset - begin)));
  known_ = {line, (further ? known_.column : 1) + columns};
  known_offset_ = offset;
  return known_;
}

Failure Source::error(std::size_t offset, std::string const& what) const {
  auto const [line, column] = at(offset);
  return fail(Kind::invalid, "",
              "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + what);
}

Result<std::vector<Token>> tokenize(Source const& source) { return Lexer(source).run(); }

}  // namespace latchkey::php
