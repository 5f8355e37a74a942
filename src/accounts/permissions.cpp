#include "accounts/permissions.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace latchkey::accounts {
namespace {

using Matrix = std::vector<std::pair<std::string, std::vector<std::pair<std::string, bool>>>>;

struct Known {
  std::string_view category, actions;
};

/// Source: spec/auth 12, in the order of the wire.
constexpr std::array known{
    Known{"access", "account languages panel site system users"},
    Known{"files", "access changeName changeTemplate create delete list read replace sort update"},
    Known{"languages", "create delete update"},
    Known{"pages",
          "access changeSlug changeStatus changeTemplate changeTitle create delete duplicate list "
          "move preview read sort update"},
    Known{"site", "access changeTitle preview update"},
    Known{"users",
          "access changeEmail changeLanguage changeName changePassword changeRole create delete "
          "list update"},
    Known{"user",
          "access changeEmail changeLanguage changeName changePassword changeRole delete list "
          "update"},
};

template <class Pairs>
auto* find_key(Pairs& pairs, std::string_view key) {
  auto const at = std::ranges::find(
      pairs, key, [](auto const& pair) -> std::string_view { return pair.first; });
  return at == pairs.end() ? nullptr : &at->second;
}

template <class Pairs>
auto& entry(Pairs& pairs, std::string_view key) {
  if (auto* found = find_key(pairs, key)) return *found;
  return pairs.emplace_back(std::string(key), typename Pairs::value_type::second_type{}).second;
}

Error not_boolean(std::string const& permission) {
  return {Kind::invalid,
          "error.logic",
          "The value for the permission \"" + permission + "\" must be true or false",
          {},
          "a user blueprint sets " + permission + " to something else than true or false"};
}

/// One pass over a role's `permissions`; the first value that is no boolean is kept as the error.
struct Reader {
  Matrix& matrix;
  std::optional<Error>& error;

  std::optional<bool> boolean(json::value const& v, std::string const& permission) {
    if (v.is_bool()) return v.get_bool();
    if (!error) error = not_boolean(permission);
    return std::nullopt;
  }

  /// Runs `visit(key, value)` over a map; lists have the keys 0, 1, …
  template <class Visit>
  static void each(json::value const& node, Visit visit) {
    if (auto const* map = node.if_object()) {
      for (auto const& member : *map) visit(std::string(member.key()), member.value());
    } else if (auto const* list = node.if_array()) {
      for (std::size_t i = 0; i < list->size(); ++i) visit(std::to_string(i), (*list)[i]);
    }
  }

  void read_category(std::string const& name, json::value const& node) {
    auto& actions = entry(matrix, name);
    if (!node.is_object() && !node.is_array()) {
      if (auto const all = boolean(node, name))
        for (auto& action : actions) action.second = *all;
      return;
    }
    each(node, [&](std::string const& action, json::value const& v) {
      auto const allowed = boolean(v, name + "." + action);
      if (!allowed) return;
      if (action != "*") entry(actions, action) = *allowed;
      if (action == "*")
        for (auto& [other, value] : actions)
          if (!is_named(node, other)) value = *allowed;
    });
  }

  void read_all(json::value const& node) {
    each(node, [&](std::string const& category, json::value const& v) {
      if (category != "*") return read_category(category, v);
      auto const allowed = boolean(v, "*");
      if (!allowed) return;
      for (auto& [other, actions] : matrix)
        if (!is_named(node, other))
          for (auto& action : actions) action.second = *allowed;
    });
  }

  static bool is_named(json::value const& node, std::string_view key) {
    auto const* map = node.if_object();
    return map != nullptr && map->contains(key);
  }
};

}  // namespace

Permissions Permissions::all(bool allowed) {
  Permissions out;
  for (auto const& [category, actions] : known) {
    auto& row =
        out.matrix_
            .emplace_back(std::string(category), decltype(out.matrix_)::value_type::second_type{})
            .second;
    for (auto const action : split(actions, ' ')) row.emplace_back(std::string(action), allowed);
  }
  return out;
}

Permissions Permissions::read(json::value const& node) {
  if (node.is_null()) return all(true);
  if (node.is_bool()) return all(node.get_bool());
  Permissions out = all(true);
  if (node.is_object() || node.is_array())
    Reader{out.matrix_, out.error_}.read_all(node);
  else
    out.error_ = not_boolean("permissions");
  return out;
}

bool Permissions::allows(std::string_view category, std::string_view action) const {
  auto const* actions = find_key(matrix_, category);
  auto const* allowed = actions == nullptr ? nullptr : find_key(*actions, action);
  return allowed != nullptr && *allowed;
}

json::object Permissions::to_json() const {
  json::object out;
  for (auto const& [category, actions] : matrix_) {
    json::object row;
    for (auto const& [action, allowed] : actions) row.emplace(action, allowed);
    out.emplace(category, std::move(row));
  }
  return out;
}

}  // namespace latchkey::accounts
