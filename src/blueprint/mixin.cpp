#include "blueprint/mixin.h"

namespace latchkey::blueprint {
namespace {

constexpr int longest_chain = 16;

Result<json::object> extend_within(json::value const& node, Load const& load, int depth);

Result<> add_parent(json::object& merged, json::value const& parent, Load const& load, int depth) {
  if (!parent.is_string() || depth >= longest_chain) return {};
  LK_TRY(auto const found, load(std::string(parent.get_string())));
  if (!found) return {};
  LK_TRY(auto const whole, extend_within(*found, load, depth + 1));
  merge(merged, whole);
  return {};
}

Result<json::object> extend_within(json::value const& node, Load const& load, int depth) {
  json::object merged;
  if (node.is_string()) LK_CHECK(add_parent(merged, node, load, depth));
  if (!node.is_object()) return merged;
  json::object own = node.get_object();
  if (auto const* const parents = own.if_contains("extends")) {
    auto const names = parents->is_array() ? parents->get_array() : json::array{*parents};
    for (auto const& name : names) LK_CHECK(add_parent(merged, name, load, depth));
    own.stable_erase("extends");
  }
  merge(merged, own);
  return merged;
}

}  // namespace

void merge(json::object& base, json::object const& own) {
  for (auto const& [key, value] : own) {
    auto* const below = base.if_contains(key);
    if (below && below->is_object() && value.is_object()) {
      merge(below->get_object(), value.get_object());
    } else {
      base[key] = value;
    }
  }
}

Result<json::object> extend(json::value const& node, Load const& load) {
  return extend_within(node, load, 0);
}

}  // namespace latchkey::blueprint
