#pragma once
// Where the lines of the YAML dialect go: the indent of a line decides whose child it is.

#include <string>
#include <unordered_map>
#include <vector>

#include "core/result.h"
#include "formats/dialect_line.h"

namespace latchkey::yaml {

/// Grows a table line by line. A line belongs to the last entry with a smaller indent; an entry
/// that was a scalar becomes a table with its first child.
class Tree {
 public:
  /// Errors: invalid (message without a place) for unknown aliases, merges of no map, values nested
  /// more than 128 deep, and aliases that copy more than 100 000 nodes in total.
  Result<> add(Line line, std::size_t indent);

  Table& root() { return root_.as_table(); }

 private:
  struct Step {
    std::size_t indent;
    std::string key;
  };
  using Path = std::vector<Step>;

  Path parent_path(std::size_t indent) const;
  Node& node_at(Path const& path);
  Node const* find_at(Path const& path);
  Result<Node> resolve(std::string const& alias);
  Result<> add_entry(Line& line, Entry& entry, std::size_t indent);
  Result<> merge(Node& into, Node from);
  void remember_anchor(std::string const& name, Node const& value, std::size_t indent);

  Node root_;
  Path path_;  ///< to the entry added last
  std::unordered_map<std::string, Path> anchors_;
  std::size_t copied_nodes_ = 0;
};

}  // namespace latchkey::yaml
