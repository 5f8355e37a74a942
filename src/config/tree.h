#pragma once
// The options of all files as one tree of names, each value with its place. Only the sources of
// config use this.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "formats/json.h"
#include "formats/php.h"

namespace latchkey::config {

/// Where a value stands; line and column are 0 where unknown.
struct Place {
  std::string file;   ///< as in Warning: "site/config/config.php", "environment", "flag"
  std::string shown;  ///< as in Origin: "site/config/config.php:7", "LATCHKEY_DEBUG", "flag"
  int line = 0, column = 0;
  bool operator==(Place const&) const = default;
};

struct Tree;
struct Branch;

/// An expression nobody evaluates. Its text is not kept: it may hold a secret.
struct Unread {};

struct Value {
  using Content = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string,
                               std::vector<Tree>, Unread>;
  Content content;
  std::string raw;  ///< the text itself, where it came as text (environment, flags)

  // Defined behind Tree, which must be complete by then.
  explicit Value(Content what);
  Value(Value const&);
  Value(Value&&) noexcept;
  Value& operator=(Value const&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  template <class T>
  T const* as() const {
    return std::get_if<T>(&content);
  }
  bool is_null() const { return as<std::nullptr_t>() != nullptr; }
  bool is_empty_list() const {
    auto const* list = as<std::vector<Tree>>();
    return list != nullptr && list->empty();
  }
};

/// One name: a value of its own, names below it, or both (`'languages' => true, 'languages.detect'
/// => true`).
struct Tree {
  std::optional<Value> own;
  std::vector<Branch> children;
  bool is_map = false;  ///< written as a map, not only reached by dots
  Place place;

  Tree const* child(std::string_view name) const;
  Tree& make_child(std::string_view name);
  /// By a dotted path; null where nothing was written.
  Tree const* find(std::string_view path) const;
};

struct Branch {
  std::string name;
  Tree tree;
};

/// Dots in keys nest at every depth.
Tree tree_of(php::Node const& node, std::string const& file);
Tree tree_of(json::value const& value, Place const& place);

/// Puts `value` at a dotted path, beside what is there.
void put(Tree& root, std::string_view path, Tree value);

enum class Overlay {
  file,    ///< a value replaces all that was there
  single,  ///< from the environment or a flag: `true` leaves the names below
};
/// Lays `over` on top: maps are merged, all else is replaced.
void merge(Tree& base, Tree const& over, Overlay how);

/// The first expression at or below this name.
Tree const* find_unread(Tree const& tree);

/// Text for `config show`; where `secret`, and below names that sound like secrets, only truth
/// values are shown.
std::string shown_value(Tree const& tree, bool secret);
bool sounds_secret(std::string_view name);

}  // namespace latchkey::config
