#include "formats/php_parser.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "core/text.h"

namespace latchkey::php {
namespace {

using Key = std::variant<std::int64_t, std::string>;

/// "5" and "-5" are integer keys; "05", "-0", "+5" and what does not fit stay text.
Key text_key(std::string const& text) {
  std::int64_t number = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool const whole = failed == std::errc{} && end == text.data() + text.size();
  if (whole && std::to_string(number) == text) return number;
  return text;
}

/// The key PHP makes of a value; none for arrays, opaque values and floats that do not fit.
std::optional<Key> key_of(Node::Value const& value) {
  if (auto const* s = std::get_if<std::string>(&value)) return text_key(*s);
  if (auto const* i = std::get_if<std::int64_t>(&value)) return *i;
  if (auto const* b = std::get_if<bool>(&value)) return static_cast<std::int64_t>(*b);
  if (std::holds_alternative<std::nullptr_t>(value)) return std::string();
  auto const* d = std::get_if<double>(&value);
  if (d == nullptr || !(std::fabs(*d) < 9e18)) return std::nullopt;
  return static_cast<std::int64_t>(*d);
}

struct Operator {
  std::string_view text;
  int level;
};
constexpr auto operators = std::to_array<Operator>(
    {{"*", 4}, {"/", 4}, {"%", 4}, {"+", 3}, {"-", 3}, {".", 2}, {"??", 1}, {"?:", 0}});

constexpr auto casts =
    std::to_array<std::string_view>({"int", "integer", "bool", "boolean", "float", "double", "real",
                                     "string", "binary", "array", "object", "unset"});

bool opens(std::string_view op) { return op == "(" || op == "[" || op == "{" || op == "#["; }
bool closes(std::string_view op) { return op == ")" || op == "]" || op == "}"; }

/// What the environment's text means to env(): the words of the usual helpers, else itself.
Node::Value env_value(std::string text) {
  auto word = lower(text);
  if (word.size() > 1 && word.front() == '(' && word.back() == ')')
    word = word.substr(1, word.size() - 2);
  if (word == "empty") return std::string();
  if (auto const keyword = keyword_value(word); keyword && word[0] != '\\') return *keyword;
  return text;
}

}  // namespace

/// An array while it is read: later equal keys replace in place, items without key get the next
/// number.
struct ArrayBuilder {
  Array array;
  bool readable = true;  ///< false: some key or some part is unknown, so the whole is opaque

  void add(std::optional<Key> key, Node value) {
    if (!key) return void(readable = false);
    if (auto const* number = std::get_if<std::int64_t>(&*key)) {
      largest_ = largest_ ? std::max(*largest_, *number) : *number;
    }
    auto const [place, is_new] = index_.try_emplace(*key, array.items.size());
    if (is_new)
      array.items.emplace_back(std::move(*key), std::move(value));
    else
      array.items[place->second].second = std::move(value);
  }

  /// None behind a negative largest key (versions of PHP differ) and behind the greatest integer.
  std::optional<Key> next_key() const {
    if (!largest_) return Key(std::int64_t{0});
    if (*largest_ < 0 || *largest_ == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return Key(*largest_ + 1);
  }

 private:
  std::optional<std::int64_t> largest_;
  std::unordered_map<Key, std::size_t> index_;
};

Node Parser::node(std::size_t i, Node::Value value) const {
  auto const [line, column] = source_.at(tokens_[i].begin);
  return {std::move(value), line, column};
}

Node Parser::opaque(std::size_t begin, std::size_t end) const {
  auto const from = tokens_[begin].begin;
  return node(begin, Opaque{std::string(source_.text().substr(from, tokens_[end - 1].end - from))});
}

Result<Node> Parser::whole(std::size_t at) {
  at_ = at;
  LK_TRY(Node out, expression(false));
  if (is_op(at_, ";") || tokens_[at_].kind == TokenKind::close_tag) return out;
  if (tokens_[at_].kind == TokenKind::end)
    return error(at_, "the file ends here without the ; behind the return value");
  return error(at_, "here should be the ; behind the return value");
}

bool Parser::ends_expression(std::size_t i) const {
  if (tokens_[i].kind == TokenKind::close_tag || tokens_[i].kind == TokenKind::end) return true;
  if (tokens_[i].kind != TokenKind::op) return false;
  auto const op = text(i);
  return op == "," || op == ";" || op == "=>" || closes(op);
}

/// Names what is missing between a literal and what follows it.
Result<> Parser::check_follower(std::size_t i) const {
  auto const kind = tokens_[i].kind;
  if (is_op(i, "=")) return error(i, "write => between a key and its value");
  if (is_op(i, ":")) return error(i, "write => between a key and its value, not :");
  bool const value =
      kind == TokenKind::text || kind == TokenKind::number || kind == TokenKind::variable;
  auto const word = lower(text(i));
  bool const name = kind == TokenKind::name && word != "instanceof" && word != "and" &&
                    word != "or" && word != "xor";
  if (value || name) return error(i, "a comma is missing before this");
  return {};
}

/// A literal, or what stands here up to its end, unread.
Result<Node> Parser::expression(bool key) {
  auto const begin = at_;
  LK_TRY(std::optional<Node> literal, binary(0));
  if (literal && ends_expression(at_)) return std::move(*literal);
  if (literal) LK_CHECK(check_follower(at_));
  at_ = begin;
  return skip(key);
}

Result<Node> Parser::skip(bool key) {
  auto const begin = at_;
  int arrow_functions = 0;
  for (;; ++at_) {
    bool const member =
        at_ > begin && (is_op(at_ - 1, "->") || is_op(at_ - 1, "?->") || is_op(at_ - 1, "::"));
    if (tokens_[at_].kind == TokenKind::name && iequals(text(at_), "fn") && !member)
      ++arrow_functions;
    if (is_op(at_, "=>") && arrow_functions > 0)
      --arrow_functions;
    else if (ends_expression(at_))
      break;
    if (tokens_[at_].kind == TokenKind::op && opens(text(at_))) at_ = tokens_[at_].partner;
  }
  if (at_ == begin) return error(at_, "a value is missing before this");
  if (is_op(at_, "=>") && !key)
    return error(at_, "a second => behind one key; is a comma missing?");
  return opaque(begin, at_);
}

/// Operators of at least this level between literals.
Parser::Maybe Parser::binary(int least) {
  LK_TRY(std::optional<Node> left, operand());
  while (left) {
    bool const elvis = is_op(at_, "?") && is_op(at_ + 1, ":");
    auto const sign = elvis ? std::string_view("?:") : text(at_);
    auto const* const op = std::ranges::find(operators, sign, &Operator::text);
    if (op == operators.end() || (tokens_[at_].kind != TokenKind::op) || op->level < least)
      return left;
    at_ += elvis ? 2 : 1;
    LK_TRY(std::optional<Node> right, binary(op->level + 1));
    if (!right) return std::nullopt;
    auto value = combine(op->text, std::move(left->value), right->value);
    if (!value) return std::nullopt;
    left->value = std::move(*value);
  }
  return left;
}

Parser::Maybe Parser::operand() {
  auto const begin = at_;
  bool negative = false, has_sign = false;
  for (; is_op(at_, "-") || is_op(at_, "+"); ++at_, has_sign = true) negative ^= is_op(at_, "-");
  LK_TRY(std::optional<Node> out, unsigned_operand());
  if (!out || !has_sign) return out;
  auto turned = negate(out->value);
  if (!turned) return std::nullopt;
  return node(begin, negative ? std::move(*turned) : std::move(out->value));
}

Parser::Maybe Parser::unsigned_operand() {
  auto const i = at_;
  switch (tokens_[i].kind) {
    case TokenKind::number: {
      ++at_;
      auto value = number_value(text(i));
      if (!value) return error(i, "this is no number");
      auto const* const number = std::get_if<double>(&*value);
      if (number != nullptr && !std::isfinite(*number)) return std::nullopt;
      return node(i, std::move(*value));
    }
    case TokenKind::text: {
      ++at_;
      LK_TRY(std::optional<std::string> value, text_value(source_, tokens_[i]));
      if (!value) return std::nullopt;
      return node(i, std::move(*value));
    }
    case TokenKind::name: return named();
    case TokenKind::op:
      if (is_op(i, "[")) return array(i);
      if (is_op(i, "(")) return group();
      return std::nullopt;
    default: return std::nullopt;
  }
}

/// A constant, array(…), env(…) or getenv(…).
Parser::Maybe Parser::named() {
  auto const i = at_++;
  auto const word = lower(text(i));
  bool const call = is_op(at_, "(");
  if (word == "array" && call) return array(at_);
  if (call && (word == "env" || word == "getenv" || word == "\\env" || word == "\\getenv"))
    return environment(word.ends_with("getenv") == false);
  if (call) return std::nullopt;
  auto value = keyword_value(text(i));
  if (!value && trust_.constants) value = constant_value(text(i));
  if (!value) return std::nullopt;
  return node(i, std::move(*value));
}

/// (literal), which is no cast.
Parser::Maybe Parser::group() {
  auto const i = at_++;
  auto const close = tokens_[i].partner;
  bool const one_name = tokens_[at_].kind == TokenKind::name && at_ + 1 == close;
  if (one_name && std::ranges::find(casts, lower(text(at_))) != casts.end()) return std::nullopt;
  LK_TRY(Node inner, expression(false));
  if (at_ != close) return error(at_, "here should be the ) of the bracket before");
  ++at_;
  if (std::holds_alternative<Opaque>(inner.value)) return std::nullopt;
  return inner;
}

Parser::Maybe Parser::array(std::size_t open) {
  auto const begin = is_op(open, "(") ? open - 1 : open;  // the word `array`
  auto const close = tokens_[open].partner;
  ArrayBuilder out;
  for (at_ = open + 1; at_ != close;) {
    LK_TRY(bool const more, element(out));
    if (!more && at_ != close) return error(at_, "here should be a comma or the end of the array");
  }
  ++at_;
  if (!out.readable) return std::nullopt;
  return node(begin, std::move(out.array));
}

/// One item and the comma behind it; false where there is no comma.
Result<bool> Parser::element(ArrayBuilder& out) {
  if (is_op(at_, "...") || is_op(at_, "&")) {
    ++at_;
    LK_CHECK(skip(false));
    out.readable = false;
  } else {
    LK_TRY(Node first, expression(true));
    if (is_op(at_, "=>")) {
      ++at_;
      LK_TRY(Node value, expression(false));
      out.add(key_of(first.value), std::move(value));
    } else {
      out.add(out.next_key(), std::move(first));
    }
  }
  if (!is_op(at_, ",")) return false;
  ++at_;
  return true;
}

/// env('NAME'), env('NAME', default) or getenv('NAME').
Parser::Maybe Parser::environment(bool with_default) {
  auto const call = at_ - 1, close = tokens_[at_].partner;
  if (env_ == nullptr || !trust_.env) return std::nullopt;
  std::vector<Node> arguments;
  for (++at_; at_ != close && arguments.size() < 2;) {
    LK_TRY(Node argument, expression(false));
    arguments.push_back(std::move(argument));
    if (is_op(at_, ",")) ++at_;
  }
  auto const* const name =
      arguments.empty() ? nullptr : std::get_if<std::string>(&arguments[0].value);
  if (at_ != close || name == nullptr || arguments.size() > (with_default ? 2U : 1U))
    return std::nullopt;
  ++at_;
  if (auto found = env_(*name))
    return node(call, with_default ? env_value(*found) : Node::Value(*found));
  if (!with_default) return node(call, false);
  if (arguments.size() == 1) return node(call, nullptr);
  if (std::holds_alternative<Opaque>(arguments[1].value)) return std::nullopt;
  return node(call, std::move(arguments[1].value));
}

}  // namespace latchkey::php
