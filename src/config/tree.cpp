#include "config/tree.h"

#include <algorithm>

#include "core/text.h"

namespace latchkey::config {
namespace {

bool is_list(php::Array const& array) {
  std::int64_t next = 0;
  return std::ranges::all_of(array.items, [&](auto const& item) {
    auto const* number = std::get_if<std::int64_t>(&item.first);
    return number != nullptr && *number == next++;
  });
}

Place place_of(php::Node const& node, std::string const& file) {
  return {file, file + ':' + std::to_string(node.line), node.line, node.column};
}

/// Stands at `path` below `tree`; makes what is missing.
Tree& descend(Tree& tree, std::string_view path) {
  auto* at = &tree;
  for (auto const name : split(path, '.')) at = &at->make_child(name);
  return *at;
}

/// `value` beside what `target` already has.
void combine(Tree& target, Tree value) {
  if (value.own) target.own = std::move(value.own);
  target.is_map |= value.is_map;
  target.place = std::move(value.place);
  for (auto& [name, below] : value.children) combine(target.make_child(name), std::move(below));
}

struct FromPhp {
  std::string const& file;
  Tree out;

  template <class Scalar>
  void operator()(Scalar const& scalar) {
    out.own = Value(scalar);
  }
  void operator()(php::Opaque const&) { out.own = Value(Unread{}); }
  void operator()(php::Array const& array) {
    if (is_list(array)) {
      std::vector<Tree> items;
      for (auto const& [key, item] : array.items) items.push_back(tree_of(item, file));
      out.own = Value(std::move(items));
      return;
    }
    out.is_map = true;
    for (auto const& [key, item] : array.items) {
      auto const* number = std::get_if<std::int64_t>(&key);
      auto const name = number != nullptr ? std::to_string(*number) : std::get<std::string>(key);
      put(out, name, tree_of(item, file));
    }
  }
};

json::value masked(Tree const& tree, bool secret);

/// Truth values stay: they tell what is on, not what it is.
struct MaskedValue {
  bool secret;
  json::value operator()(std::nullptr_t) const { return nullptr; }
  json::value operator()(bool b) const { return b; }
  json::value operator()(std::int64_t i) const { return secret ? json::value("***") : i; }
  json::value operator()(double d) const { return secret ? json::value("***") : d; }
  json::value operator()(std::string const& s) const { return secret ? "***" : json::text(s); }
  json::value operator()(Unread) const { return "(expression)"; }
  json::value operator()(std::vector<Tree> const& list) const {
    json::array out;
    for (auto const& item : list) out.push_back(masked(item, secret));
    return out;
  }
};

json::value masked(Tree const& tree, bool secret) {
  if (tree.children.empty() && tree.own) return std::visit(MaskedValue{secret}, tree.own->content);
  json::object out;
  for (auto const& [name, below] : tree.children)
    out[json::text(name).as_string()] = masked(below, secret || sounds_secret(name));
  return out;
}

}  // namespace

Value::Value(Content what) : content(std::move(what)) {}
Value::Value(Value const&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(Value const&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

Tree const* Tree::child(std::string_view name) const {
  auto const found = std::ranges::find(children, name, &Branch::name);
  return found == children.end() ? nullptr : &found->tree;
}

Tree& Tree::make_child(std::string_view name) {
  for (auto& [known, below] : children)
    if (known == name) return below;
  children.push_back({std::string(name), Tree{}});
  children.back().tree.place = place;
  return children.back().tree;
}

Tree const* Tree::find(std::string_view path) const {
  auto const* at = this;
  for (auto const name : split(path, '.')) {
    at = at->child(name);
    if (at == nullptr) break;
  }
  return at;
}

Tree tree_of(php::Node const& node, std::string const& file) {
  FromPhp visitor{file, {}};
  visitor.out.place = place_of(node, file);
  std::visit(visitor, node.value);
  return std::move(visitor.out);
}

Tree tree_of(json::value const& value, Place const& place) {
  Tree out;
  out.place = place;
  switch (value.kind()) {
    case json::Kind::null: out.own = Value(nullptr); break;
    case json::Kind::bool_: out.own = Value(value.get_bool()); break;
    case json::Kind::int64: out.own = Value(value.get_int64()); break;
    case json::Kind::uint64: out.own = Value(static_cast<double>(value.get_uint64())); break;
    case json::Kind::double_: out.own = Value(value.get_double()); break;
    case json::Kind::string: out.own = Value(std::string(value.get_string())); break;
    case json::Kind::array: {
      std::vector<Tree> items;
      for (auto const& item : value.get_array()) items.push_back(tree_of(item, place));
      out.own = Value(std::move(items));
      break;
    }
    case json::Kind::object:
      out.is_map = true;
      for (auto const& [name, item] : value.get_object()) put(out, name, tree_of(item, place));
      break;
  }
  return out;
}

void put(Tree& root, std::string_view path, Tree value) {
  combine(descend(root, path), std::move(value));
}

void merge(Tree& base, Tree const& over, Overlay how) {
  bool const replaces = over.own && over.children.empty();
  if (replaces && over.own->is_empty_list() && !base.children.empty()) return;
  auto const* const truth = over.own ? over.own->as<bool>() : nullptr;
  bool const keeps_children = how == Overlay::single && truth != nullptr && *truth;
  if (replaces && !keeps_children) {
    base = over;
    return;
  }
  if (over.own)
    base.own = over.own;
  else if (over.is_map)
    base.own.reset();
  if (over.own || over.is_map) base.place = over.place;
  base.is_map |= over.is_map;
  for (auto const& [name, below] : over.children) merge(base.make_child(name), below, how);
}

Tree const* find_unread(Tree const& tree) {
  if (tree.own) {
    if (tree.own->as<Unread>() != nullptr) return &tree;
    if (auto const* list = tree.own->as<std::vector<Tree>>())
      for (auto const& item : *list)
        if (auto const* found = find_unread(item)) return found;
  }
  for (auto const& [name, below] : tree.children)
    if (auto const* found = find_unread(below)) return found;
  return nullptr;
}

bool sounds_secret(std::string_view name) {
  auto const word = lower(name);
  return std::ranges::any_of(std::initializer_list<char const*>{"password", "secret", "key",
                                                                "token", "csrf", "salt", "auth"},
                             [&](auto const* part) { return word.find(part) != word.npos; });
}

std::string shown_value(Tree const& tree, bool secret) {
  auto const value = masked(tree, secret);
  if (auto const* text = value.if_string()) return std::string(*text);
  return json::print(value);
}

}  // namespace latchkey::config
