#include "formats/dialect_node.h"

#include <algorithm>
#include <charconv>

namespace latchkey::yaml {

Node::Node(Table t) : table(std::make_unique<Table>(std::move(t))) {}
Node::Node(Node&&) noexcept = default;
Node& Node::operator=(Node&&) noexcept = default;
Node::~Node() = default;

Table& Node::as_table() {
  if (!table) {
    table = std::make_unique<Table>();
    scalar = nullptr;
  }
  return *table;
}

std::optional<std::size_t> Table::place_of(std::string_view key) const {
  if (items_.size() <= small_table) {
    auto const at = std::ranges::find(items_, key, &Item::key);
    return at == items_.end() ? std::nullopt : std::optional(std::size_t(at - items_.begin()));
  }
  auto const place = places_.find(std::string(key));
  return place == places_.end() ? std::nullopt : std::optional(place->second);
}

Node* Table::find(std::string_view key) {
  auto const place = place_of(key);
  return place ? &items_[*place].node : nullptr;
}

Node& Table::set(std::string_view key, Node node) {
  if (auto const place = place_of(key)) return items_[*place].node = std::move(node);
  if (auto const number = number_key(key); number && *number < INT64_MAX)
    next_ = std::max(next_, *number + 1);
  items_.push_back(Item{std::string(key), std::move(node)});
  if (items_.size() == small_table + 1)
    for (std::size_t i = 0; i < items_.size(); ++i) places_.emplace(items_[i].key, i);
  else if (items_.size() > small_table)
    places_.emplace(key, items_.size() - 1);
  return items_.back().node;
}

std::string Table::append(Node node) {
  auto key = std::to_string(next_);
  set(key, std::move(node));
  return key;
}

std::optional<std::int64_t> number_key(std::string_view key) {
  std::int64_t number = 0;
  auto const [end, failed] = std::from_chars(key.data(), key.data() + key.size(), number);
  if (failed != std::errc{} || end != key.data() + key.size()) return std::nullopt;
  if (std::to_string(number) != key) return std::nullopt;
  return number;
}

Extent measure(Node const& node) {
  Extent out{1, 1};
  if (!node.is_table()) return out;
  for (auto const& item : node.table->items()) {
    auto const inner = measure(item.node);
    out.nodes += inner.nodes;
    out.depth = std::max(out.depth, inner.depth + 1);
  }
  return out;
}

Node copy(Node const& node) {
  if (!node.is_table()) return Node(node.scalar);
  Table out;
  for (auto const& item : node.table->items()) out.set(item.key, copy(item.node));
  return Node(std::move(out));
}

json::value to_json(Node const& node) {
  if (!node.is_table()) return node.scalar;
  auto const& items = node.table->items();
  std::size_t i = 0;
  bool const is_list = std::ranges::all_of(
      items, [&](Table::Item const& item) { return item.key == std::to_string(i++); });
  if (is_list) {
    json::array out;
    for (auto const& item : items) out.push_back(to_json(item.node));
    return out;
  }
  json::object out;
  for (auto const& item : items) out[item.key] = to_json(item.node);
  return out;
}

}  // namespace latchkey::yaml
