#include "query/syntax.h"

#include <fmt/format.h>

#include "core/text.h"
#include "query/value.h"

namespace latchkey::query {
namespace {

constexpr std::size_t longest = 10'000;
constexpr int deepest = 50;

bool is_name_start(char c) { return is_alpha(c) || c == '_' || c == '$'; }
bool is_name_part(char c) { return is_alnum(c) || c == '_' || c == '-'; }

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<NodePtr> whole() {
    LK_TRY(NodePtr node, choice(0));
    skip_space();
    if (at_ != text_.size()) return wrong("end of the query");
    return node;
  }

 private:
  Failure wrong(std::string_view expected) const {
    return fail(Kind::invalid, "error.invalidArgument",
                fmt::format("The query cannot be read: column {}, expected {}", at_ + 1, expected));
  }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void skip_space() {
    while (is_space(peek())) ++at_;
  }
  bool take(std::string_view token) {
    skip_space();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  Result<NodePtr> choice(int depth) {
    if (depth > deepest) return wrong("fewer levels");
    LK_TRY(NodePtr first, chain(depth));
    if (take("??")) {
      LK_TRY(NodePtr second, choice(depth + 1));
      Node node;
      node.kind = Node::Kind::coalesce;
      node.parts = {std::move(first), std::move(second)};
      return std::make_shared<Node const>(std::move(node));
    }
    skip_space();
    if (peek() != '?' || peek(1) == '.') return first;
    ++at_;
    Node node;
    node.kind = Node::Kind::choice;
    NodePtr yes;
    if (!take(":")) {
      LK_TRY(yes, choice(depth + 1));
      if (!take(":")) return wrong("\":\"");
    }
    LK_TRY(NodePtr no, choice(depth + 1));
    node.parts = {std::move(first), std::move(yes), std::move(no)};
    return std::make_shared<Node const>(std::move(node));
  }

  Result<NodePtr> chain(int depth) {
    Node node;
    node.kind = Node::Kind::chain;
    skip_space();
    if (is_name_start(peek()) && !is_keyword()) {
      LK_TRY(Step first, step(depth, false));
      node.steps.push_back(std::move(first));
    } else {
      LK_TRY(NodePtr start, start_of_chain(depth));
      node.parts.push_back(std::move(start));
    }
    for (;;) {
      skip_space();
      bool const null_safe = peek() == '?' && peek(1) == '.' && !is_digit(peek(2));
      if (!null_safe && peek() != '.') break;
      at_ += null_safe ? 2 : 1;
      LK_TRY(Step next, step(depth, null_safe));
      node.steps.push_back(std::move(next));
    }
    if (node.steps.empty()) return node.parts.front();
    return std::make_shared<Node const>(std::move(node));
  }

  bool is_keyword() const {
    for (std::string_view const word : {"true", "false", "null"})
      if (text_.substr(at_).starts_with(word)) {
        auto const next = peek(word.size());
        return !is_name_part(next) && next != '(';
      }
    return false;
  }

  Result<Step> step(int depth, bool null_safe) {
    skip_space();
    Step out;
    out.null_safe = null_safe;
    auto const from = at_;
    if (peek() == '$') ++at_;
    while (is_name_part(peek())) ++at_;
    if (at_ == from) return wrong("a name");
    out.name = std::string(text_.substr(from, at_ - from));
    auto const before = at_;
    if (!take("(")) {
      at_ = before;
      return out;
    }
    if (take(")")) return out;
    LK_TRY(out.arguments, items(depth, ")"));
    return out;
  }

  /// Queries between commas up to `end`, which is taken.
  Result<std::vector<NodePtr>> items(int depth, std::string_view end) {
    std::vector<NodePtr> out;
    for (;;) {
      LK_TRY(NodePtr item, choice(depth + 1));
      out.push_back(std::move(item));
      if (take(end)) return out;
      if (!take(",")) return wrong(fmt::format("\",\" or \"{}\"", end));
      if (take(end)) return out;
    }
  }

  Result<NodePtr> start_of_chain(int depth) {
    char const c = peek();
    if (c == '"' || c == '\'') return quoted();
    if (is_digit(c) || (c == '-' && (is_digit(peek(1)) || peek(1) == '.'))) return number();
    if (c == '[') return list(depth);
    if (c == '(') return parenthesis(depth);
    for (auto const& [word, value] : {std::pair<std::string_view, json::value>{"true", true},
                                      {"false", false},
                                      {"null", nullptr}})
      if (take(word)) return literal(value);
    return wrong("a query");
  }

  static NodePtr literal(json::value value) {
    Node node;
    node.literal = std::move(value);
    return std::make_shared<Node const>(std::move(node));
  }

  Result<NodePtr> quoted() {
    char const quote = peek();
    ++at_;
    std::string out;
    while (at_ < text_.size() && peek() != quote) {
      if (peek() == '\\' && (peek(1) == quote || peek(1) == '\\')) ++at_;
      out += peek();
      ++at_;
    }
    if (at_ == text_.size()) return wrong("a closing quote");
    ++at_;
    return literal(json::text(out));
  }

  Result<NodePtr> number() {
    auto const from = at_;
    if (peek() == '-') ++at_;
    while (is_digit(peek())) ++at_;
    if (peek() == '.' && is_digit(peek(1))) {
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    auto const value = parse_number(text_.substr(from, at_ - from));
    if (!value) return wrong("a number");
    return literal(json_number(*value));
  }

  Result<NodePtr> list(int depth) {
    take("[");
    Node node;
    node.kind = Node::Kind::list;
    if (!take("]")) {
      LK_TRY(node.parts, items(depth, "]"));
    }
    return std::make_shared<Node const>(std::move(node));
  }

  Result<NodePtr> parenthesis(int depth) {
    if (auto names = parameters()) {
      Node node;
      node.kind = Node::Kind::closure;
      node.names = std::move(*names);
      LK_TRY(NodePtr body, choice(depth + 1));
      node.parts.push_back(std::move(body));
      return std::make_shared<Node const>(std::move(node));
    }
    take("(");
    LK_TRY(NodePtr inside, choice(depth + 1));
    if (!take(")")) return wrong("\")\"");
    return inside;
  }

  /// The names of `(a, b) =>`, taken; none where that is not what follows.
  std::optional<std::vector<std::string>> parameters() {
    auto const from = at_;
    take("(");
    std::vector<std::string> names;
    for (;;) {
      skip_space();
      auto const start = at_;
      while (is_name_part(peek())) ++at_;
      if (at_ == start) break;
      names.emplace_back(text_.substr(start, at_ - start));
      if (!take(",")) break;
    }
    if (take(")") && take("=>")) return names;
    at_ = from;
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<NodePtr> parse(std::string_view text) {
  if (text.size() > longest)
    return fail(Kind::invalid, "error.invalidArgument", "The query is too long");
  return Reader(text).whole();
}

}  // namespace latchkey::query
