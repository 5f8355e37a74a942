#include "formats/dialect_tree.h"

namespace latchkey::yaml {
namespace {

constexpr std::size_t max_depth = 128;
constexpr std::size_t max_copied_nodes = 100'000;

}  // namespace

Tree::Path Tree::parent_path(std::size_t indent) const {
  Path path = path_;
  if (indent == 0) path.clear();
  while (!path.empty() && indent <= path.back().indent) path.pop_back();
  return path;
}

Node& Tree::node_at(Path const& path) {
  Node* node = &root_;
  for (auto const& step : path) {
    Table& table = node->as_table();
    Node* const known = table.find(step.key);
    node = known != nullptr ? known : &table.set(step.key, Node());
  }
  return *node;
}

Node const* Tree::find_at(Path const& path) {
  Node* node = &root_;
  for (auto const& step : path) {
    node = node->is_table() ? node->table->find(step.key) : nullptr;
    if (node == nullptr) return nullptr;
  }
  return node;
}

Result<Node> Tree::resolve(std::string const& alias) {
  auto const anchor = anchors_.find(alias);
  if (anchor == anchors_.end())
    return fail(Kind::invalid, "", "the alias \"" + alias + "\" has no anchor");
  auto const* node = find_at(anchor->second);
  if (node == nullptr) return Node();
  auto const extent = measure(*node);
  copied_nodes_ += extent.nodes;
  if (copied_nodes_ > max_copied_nodes)
    return fail(Kind::invalid, "", "too many values by aliases");
  if (path_.size() + extent.depth > max_depth) return fail(Kind::invalid, "", "nested too deeply");
  return copy(*node);
}

Result<> Tree::merge(Node& into, Node from) {
  if (!from.is_table()) return fail(Kind::invalid, "", "a merge needs the alias of a map");
  for (auto& item : from.table->items()) {
    if (number_key(item.key))
      into.as_table().append(std::move(item.node));
    else
      into.as_table().set(item.key, std::move(item.node));
  }
  return {};
}

void Tree::remember_anchor(std::string const& name, Node const& value, std::size_t indent) {
  Path path = path_;
  if (value.is_table() && !value.table->empty()) {
    auto const& first = value.table->items().front().key;
    if (!number_key(first)) path.push_back({indent + 2, first});
  }
  anchors_.insert_or_assign(name, std::move(path));
}

Result<> Tree::add_entry(Line& line, Entry& entry, std::size_t indent) {
  bool const plain_root = indent == 0 && line.alias.empty() && line.anchor.empty();
  if (!line.alias.empty()) {
    LK_TRY(entry.value, resolve(line.alias));
    line.alias.clear();
  }
  Node& parent = node_at(path_);
  std::string key = entry.key.value_or("");
  if (key == "<<" && !plain_root) {
    LK_CHECK(merge(parent, std::move(entry.value)));
  } else if (entry.key) {
    parent.as_table().set(key, std::move(entry.value));
  } else {
    key = parent.as_table().append(std::move(entry.value));
  }
  path_.push_back({indent, std::move(key)});
  if (!line.anchor.empty()) {
    remember_anchor(line.anchor, node_at(path_), indent);
    line.anchor.clear();
  }
  return {};
}

Result<> Tree::add(Line line, std::size_t indent) {
  path_ = parent_path(indent);
  if (path_.size() >= max_depth) return fail(Kind::invalid, "", "nested too deeply");
  auto const parent = path_;
  for (auto& entry : line.entries) {
    if (line.entries.size() > 1) path_ = parent;
    LK_CHECK(add_entry(line, entry, indent));
  }
  if (line.entries.size() > 1) path_ = parent;
  if (line.inner) {
    auto const inner_indent = indent + line.inner->offset;
    if (inner_indent == indent) path_.pop_back();
    path_.push_back({inner_indent, line.inner->key});
  }
  return {};
}

}  // namespace latchkey::yaml
