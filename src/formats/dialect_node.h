#pragma once
// Values of the YAML dialect while they are read: scalars, and tables that are lists and maps at
// once.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/json.h"

namespace latchkey::yaml {

class Table;

/// A scalar or a table. Moves only; `copy` is explicit, because aliases can make it dear.
struct Node {
  Node() = default;
  explicit Node(json::value v) : scalar(std::move(v)) {}
  explicit Node(Table t);
  Node(Node&&) noexcept;
  Node& operator=(Node&&) noexcept;
  ~Node();

  bool is_table() const { return table != nullptr; }
  Table& as_table();  ///< what is no table becomes an empty one

  json::value scalar;
  std::unique_ptr<Table> table;
};

/// An ordered table. Keys are texts, but whole numbers count: a value without a key gets the number
/// behind the largest one. Setting a known key replaces its value in place.
class Table {
 public:
  struct Item {
    std::string key;
    Node node;
  };

  Node* find(std::string_view key);
  Node& set(std::string_view key, Node node);
  /// Adds a value without a key; returns the key it got.
  std::string append(Node node);

  std::vector<Item> const& items() const { return items_; }
  std::vector<Item>& items() { return items_; }
  bool empty() const { return items_.empty(); }

 private:
  static constexpr std::size_t small_table = 8;  ///< up to here a search is faster than an index

  std::optional<std::size_t> place_of(std::string_view key) const;

  std::vector<Item> items_;
  std::unordered_map<std::string, std::size_t>
      places_;  ///< of all keys, in tables that are not small
  std::int64_t next_ = 0;
};

/// `key` as a number, if it is written as PHP would write it ("7", "-1", not "07", "-0").
std::optional<std::int64_t> number_key(std::string_view key);

/// How large a value is: the number of nodes, and how deeply they nest (1 for a scalar).
struct Extent {
  std::size_t nodes = 0, depth = 0;
};
Extent measure(Node const& node);
Node copy(Node const& node);

/// Tables whose keys are 0…n-1 in order become lists, others maps.
json::value to_json(Node const& node);

}  // namespace latchkey::yaml
