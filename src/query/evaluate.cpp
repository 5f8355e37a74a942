#include "query/evaluate.h"

#include <algorithm>

#include "core/text.h"

namespace latchkey::query {
namespace {

constexpr int most_steps = 100'000;

class Evaluation {
 public:
  explicit Evaluation(Scope const& scope) : scope_(scope) {}

  Result<Value> value_of(Node const& node) {
    LK_CHECK(step());
    switch (node.kind) {
      case Node::Kind::literal: return Value(node.literal);
      case Node::Kind::list: return list(node);
      case Node::Kind::chain: return chain(node);
      case Node::Kind::coalesce: return coalesce(node);
      case Node::Kind::choice: return choice(node);
      case Node::Kind::closure:
        LK_CHECK(Watch::spend(scope_.size()));
        return Value(std::make_shared<Closure const>(
            Closure{std::make_shared<Node const>(node), std::make_shared<Scope const>(scope_)}));
    }
    return Value();
  }

 private:
  Result<> step() {
    if (scope_.guard()) return scope_.guard()->spend(1);
    if (++steps_ <= most_steps) return {};
    return fail(Kind::invalid, "error.invalidArgument", "The query takes too long");
  }

  Result<Values> all(std::vector<NodePtr> const& nodes) {
    Values out;
    for (auto const& node : nodes) {
      LK_TRY(Value value, value_of(*node));
      out.push_back(std::move(value));
    }
    return out;
  }

  Result<Value> list(Node const& node) {
    LK_TRY(Values values, all(node.parts));
    bool const plain =
        std::ranges::all_of(values, [](Value const& v) { return v.plain() != nullptr; });
    if (!plain) return Value::list(std::move(values));
    json::array out;
    for (auto const& value : values) out.push_back(*value.plain());
    return Value(json::value(std::move(out)));
  }

  Result<Value> chain(Node const& node) {
    Value value;
    std::size_t from = 0;
    if (!node.parts.empty()) {
      LK_TRY(value, value_of(*node.parts.front()));
    } else {
      LK_TRY(Values const arguments, all(node.steps.front().arguments));
      LK_TRY(value, scope_.call(node.steps.front().name, arguments));
      if (scope_.guard()) LK_CHECK(scope_.guard()->reach(value));
      from = 1;
    }
    for (std::size_t i = from; i < node.steps.size(); ++i) {
      auto const& step = node.steps[i];
      if (value.is_null() && step.null_safe) return Value();
      LK_TRY(Values const arguments, all(step.arguments));
      LK_TRY(value, member(value, step.name, arguments, scope_.guard()));
    }
    return value;
  }

  Result<Value> coalesce(Node const& node) {
    LK_TRY(Value first, value_of(*node.parts[0]));
    return first.is_null() ? value_of(*node.parts[1]) : Result<Value>(std::move(first));
  }

  Result<Value> choice(Node const& node) {
    LK_TRY(Value condition, value_of(*node.parts[0]));
    if (!is_true(condition)) return value_of(*node.parts[2]);
    return node.parts[1] ? value_of(*node.parts[1]) : Result<Value>(std::move(condition));
  }

  Scope const& scope_;
  int steps_ = 0;
};

Result<Value> item_of(json::value const& plain, std::string_view name) {
  if (auto const* const map = plain.if_object()) {
    auto const* const found = map->if_contains(name);
    return found ? Value(*found) : Value();
  }
  if (auto const* const list = plain.if_array()) {
    auto const index = parse_unsigned(name);
    if (index && static_cast<std::size_t>(*index) < list->size())
      return Value((*list)[static_cast<std::size_t>(*index)]);
    if (name == "count") return Value(json::value(list->size()));
    return Value();
  }
  return no_member(plain.is_null() ? "null" : "plain values", name);
}

Result<Value> guarded(Object const& of, std::string_view name, Values const& arguments,
                      Guard& guard) {
  LK_TRY(std::string_view const known, guard.admit(of, name, arguments));
  LK_TRY(Value value, of.call(known, arguments));
  LK_CHECK(guard.reach(value));
  return value;
}

}  // namespace

Result<Value> Scope::call(std::string_view name, Values const& arguments) const {
  for (auto at = names_.rbegin(); at != names_.rend(); ++at)
    if (at->first == name && (arguments.empty() || !roots_)) return at->second;
  if (roots_) return roots_->call(name, arguments);
  return no_member("this query", name);
}

Result<Value> member(Value const& of, std::string_view name, Values const& arguments,
                     Guard* guard) {
  if (auto const* const object = of.object())
    return guard ? guarded(*object, name, arguments, *guard) : object->call(name, arguments);
  if (auto const* const plain = of.plain()) return item_of(*plain, name);
  if (auto const* const list = of.list()) {
    auto const index = parse_unsigned(name);
    if (index && static_cast<std::size_t>(*index) < list->size())
      return (*list)[static_cast<std::size_t>(*index)];
    if (name == "count") return Value(json::value(list->size()));
    return Value();
  }
  return no_member("closures", name);
}

Result<Value> evaluate(Node const& node, Scope const& scope) {
  return Evaluation(scope).value_of(node);
}

Result<Value> evaluate(std::string_view query, Scope const& scope) {
  LK_TRY(NodePtr const node, parse(query));
  return evaluate(*node, scope);
}

Result<Value> call_closure(Closure const& closure, Values const& arguments) {
  LK_CHECK(Watch::spend(1 + closure.scope->size() + closure.node->names.size()));
  Scope inner = *closure.scope;
  auto const& names = closure.node->names;
  for (std::size_t i = 0; i < names.size(); ++i)
    inner.set(names[i], i < arguments.size() ? arguments[i] : Value());
  return evaluate(*closure.node->parts.front(), inner);
}

std::string fill_template(std::string_view text, Scope const& scope, Escape escape) {
  std::string out;
  while (!text.empty()) {
    auto const at = std::min(text.find("{{"), text.find("{<"));
    out += text.substr(0, at);
    if (at == text.npos) break;
    bool const raw = text[at + 1] == '<';
    auto const end = text.find(raw ? ">}" : "}}", at + 2);
    if (end == text.npos) {
      out += text.substr(at);
      break;
    }
    auto const value = evaluate(trim(text.substr(at + 2, end - at - 2)), scope);
    auto const shown = value ? text_of(*value) : std::string();
    out += escape == Escape::html && !raw ? escape_html(shown) : shown;
    text.remove_prefix(end + 2);
  }
  return out;
}

}  // namespace latchkey::query
