#pragma once
// Expressions of PHP: literals become values, the rest becomes opaque. Only php*.cpp use this.

#include <optional>
#include <string_view>
#include <vector>

#include "formats/php.h"
#include "formats/php_tokens.h"

namespace latchkey::php {

/// true, false, null in any case.
std::optional<Node::Value> keyword_value(std::string_view name);
/// M_PI, PHP_EOL and other constants that are the same everywhere.
std::optional<Node::Value> constant_value(std::string_view name);
/// 12, 0x1F, 0b11, 017, 0o17, 1_000, 1.5e3; integers that are too large become floats. None for
/// malformed ones.
std::optional<Node::Value> number_value(std::string_view text);
/// `left op right` with op one of "*", "/", "%", "+", "-", ".", "??", "?:"; none where the result
/// is not plain.
std::optional<Node::Value> combine(std::string_view op, Node::Value left, Node::Value const& right);
/// -value of a number; none for others.
std::optional<Node::Value> negate(Node::Value const& value);

class Parser {
 public:
  /// What the statements before may have redefined.
  struct Trust {
    bool constants = true, env = true;
  };
  Parser(Source const& source, std::vector<Token> const& tokens, Environment env, Trust trust)
      : source_(source), tokens_(tokens), env_(env), trust_(trust) {}

  /// The expression at token `at`, which must end with `;` or `?>`.
  Result<Node> whole(std::size_t at);
  /// What stands at `begin`…`end` - 1, unread.
  Node opaque(std::size_t begin, std::size_t end) const;

 private:
  using Maybe = Result<std::optional<Node>>;  ///< none: not a literal

  std::string_view text(std::size_t i) const {
    return source_.text().substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  }
  bool is_op(std::size_t i, std::string_view word) const {
    return tokens_[i].kind == TokenKind::op && text(i) == word;
  }
  Failure error(std::size_t i, std::string const& what) const {
    return source_.error(tokens_[i].begin, what);
  }
  Node node(std::size_t i, Node::Value value) const;

  Result<Node> expression(bool key);
  bool ends_expression(std::size_t i) const;
  Result<> check_follower(std::size_t i) const;
  Result<Node> skip(bool key);
  Maybe binary(int least);
  Maybe operand();
  Maybe unsigned_operand();
  Maybe named();
  Maybe group();
  Maybe array(std::size_t open);
  Result<bool> element(struct ArrayBuilder& out);
  Maybe environment(bool with_default);

  Source const& source_;
  std::vector<Token> const& tokens_;
  Environment env_;
  Trust trust_;
  std::size_t at_ = 0;
};

}  // namespace latchkey::php
