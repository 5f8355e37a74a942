#include "formats/php.h"

#include "core/text.h"
#include "formats/php_parser.h"
#include "formats/php_tokens.h"

namespace latchkey::php {
namespace {

/// Walks over the statements of a file to the `return` that ends it.
class Statements {
 public:
  Statements(Source const& source, std::vector<Token> const& tokens)
      : source_(source), tokens_(tokens) {}

  void scan();
  std::optional<std::size_t> final_return;        ///< index of its token
  std::optional<std::size_t> conditional_return;  ///< one that may come first
  std::optional<std::size_t> old_style;           ///< the first c::set or l::set
  Parser::Trust trust;

 private:
  struct Block {
    bool is_body = false;       ///< of a function or class: a `return` inside is its own
    bool is_condition = false;  ///< round brackets behind if, for, while, …
  };

  std::string_view text(std::size_t i) const {
    return source_.text().substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  }
  bool is_op(std::size_t i, std::string_view word) const {
    return i < tokens_.size() && tokens_[i].kind == TokenKind::op && text(i) == word;
  }
  void bracket(std::size_t i);
  void word(std::size_t i);
  void found_return(std::size_t i);
  bool begins_statement(std::size_t i) const;

  Source const& source_;
  std::vector<Token> const& tokens_;
  std::vector<Block> open_;
  std::optional<std::size_t>
      body_expected_;     ///< depth at which `{` opens the body of a function or class
  int colon_blocks_ = 0;  ///< if (…): … endif
  bool condition_closed_ = false;
};

bool is_control(std::string_view word) {
  for (auto const* name : {"if", "for", "foreach", "while", "switch"})
    if (iequals(word, name)) return true;
  return false;
}

bool Statements::begins_statement(std::size_t i) const {
  if (i == 0 || tokens_[i - 1].kind == TokenKind::close_tag) return true;
  return is_op(i - 1, ";") || is_op(i - 1, "}") || text(i - 1) == "<?=";
}

void Statements::found_return(std::size_t i) {
  for (auto const& block : open_)
    if (block.is_body) return;
  if (open_.empty() && colon_blocks_ == 0 && begins_statement(i))
    final_return = i;
  else if (!conditional_return)
    conditional_return = i;
}

void Statements::word(std::size_t i) {
  if (i > 0 && (is_op(i - 1, "->") || is_op(i - 1, "?->") || is_op(i - 1, "::"))) return;
  auto const name = lower(text(i));
  if (name == "return") return found_return(i);
  if (name == "function" || name == "class" || name == "interface" || name == "trait" ||
      name == "enum")
    body_expected_ = open_.size();
  if (name == "const" || name == "define") trust.constants = false;
  bool const function = i > 0 && iequals(text(i - 1), "function");
  bool const imported = name == "function" && i > 0 && iequals(text(i - 1), "use");
  if (imported || (function && (name == "env" || name == "getenv"))) trust.env = false;
  if (name == "endif" || name == "endfor" || name == "endforeach" || name == "endwhile" ||
      name == "endswitch")
    --colon_blocks_;
  bool const set = i + 2 < tokens_.size() && is_op(i + 1, "::") && iequals(text(i + 2), "set");
  if ((name == "c" || name == "l") && set && !old_style) old_style = i;
}

void Statements::bracket(std::size_t i) {
  auto const op = text(i);
  bool const was_condition = std::exchange(condition_closed_, false);
  if (op == "(" || op == "[" || op == "#[") {
    open_.push_back(
        {false, i > 0 && tokens_[i - 1].kind == TokenKind::name && is_control(text(i - 1))});
  } else if (op == "{") {
    bool const is_body = body_expected_ == open_.size();
    if (is_body) body_expected_.reset();
    open_.push_back({is_body, false});
  } else if (op == ")" || op == "]" || op == "}") {
    condition_closed_ = open_.back().is_condition;
    open_.pop_back();
    if (body_expected_ > open_.size()) body_expected_.reset();
  } else if (op == ";" && body_expected_ == open_.size()) {
    body_expected_.reset();
  } else if (op == ":" && was_condition) {
    ++colon_blocks_;
  }
}

void Statements::scan() {
  for (std::size_t i = 0; i < tokens_.size() && !final_return; ++i) {
    if (tokens_[i].kind == TokenKind::op)
      bracket(i);
    else
      condition_closed_ = false;
    if (tokens_[i].kind == TokenKind::name) word(i);
  }
}

}  // namespace

Result<Document> parse(std::string_view text, Environment env) {
  Source const source(text);
  LK_TRY(std::vector<Token> const tokens, tokenize(source));
  Statements statements(source, tokens);
  statements.scan();
  Parser parser(source, tokens, env, statements.trust);
  if (!statements.final_return && statements.old_style)
    return source.error(
        tokens[*statements.old_style].begin,
        "this file is for version 2 (c::set); write it as <?php return ['option' => 'value'];");
  Document out;
  out.has_return = statements.final_return || statements.conditional_return;
  if (statements.final_return) {
    auto const first = *statements.final_return + 1;
    if (tokens[first].kind == TokenKind::op && source.text()[tokens[first].begin] == ';')
      return out;
    LK_TRY(out.root, parser.whole(first));
  }
  if (statements.conditional_return)
    out.root = parser.opaque(*statements.conditional_return, *statements.conditional_return + 1);
  return out;
}

}  // namespace latchkey::php
