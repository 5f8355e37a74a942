#include "content/file_takers.h"

#include <algorithm>

namespace latchkey::content {
namespace {

constexpr int max_takers_depth = 12;

class Takers {
 public:
  Takers(BlueprintSource const& source, Rules& rules) : source_(source), rules_(rules) {}

  void walk(json::object const& node, int depth) {
    if (depth > max_takers_depth) return;
    read_preset(node);
    each(node, "tabs", [&](std::string_view, json::object const& tab) { walk(tab, depth + 1); });
    each(node, "columns",
         [&](std::string_view, json::object const& column) { walk(column, depth + 1); });
    each(node, "sections", [&](std::string_view name, json::object const& section) {
      if (type_of_node(section, name) == "files")
        take(section.if_contains("template"), true);
      else
        walk(section, depth + 1);
    });
    each(node, "fields", [&](std::string_view name, json::object const& field) {
      auto const type = type_of_node(field, name);
      if (type == "group") walk(field, depth + 1);
      if (type == "textarea" || type == "files") read_uploads(field.if_contains("uploads"));
    });
  }

 private:
  static std::string_view type_of_node(json::object const& node, std::string_view name) {
    auto const* const type = node.if_contains("type");
    return type && type->is_string() ? std::string_view(type->get_string()) : name;
  }

  /// Calls `visit(name, map)` for each member of `node[key]`, mixins resolved.
  template <class Visit>
  void each(json::object const& node, std::string_view key, Visit visit) {
    auto const* const found = node.if_contains(key);
    if (!found) return;
    auto const one = [&](std::string_view name, json::value const& value) {
      if (auto const resolved = resolve(value)) visit(name, *resolved);
    };
    if (auto const* const map = found->if_object())
      for (auto const& [name, value] : *map) one(name, value);
    if (auto const* const list = found->if_array())
      for (auto const& value : *list) one({}, value);
  }

  /// A map, the blueprint a text names, or the one a map extends under its own keys.
  std::optional<json::object> resolve(json::value const& value) {
    if (value.is_bool() && value.get_bool()) return json::object();
    if (value.is_string()) {
      auto loaded = load_blueprint(source_, std::string_view(value.get_string()));
      return loaded ? std::move(*loaded) : std::nullopt;
    }
    if (!value.is_object()) return std::nullopt;
    json::object out = value.get_object();
    auto const* const parent = out.if_contains("extends");
    if (!parent || !parent->is_string()) return out;
    auto loaded = load_blueprint(source_, std::string_view(parent->get_string()));
    if (!loaded || !*loaded) return out;
    for (auto const& [key, own] : out) (**loaded)[key] = own;
    return std::move(*loaded);
  }

  void take(json::value const* name, bool any_without) {
    if (name && name->is_string() && !name->get_string().empty())
      add(std::string_view(name->get_string()));
    else if (any_without)
      rules_.takes_any_file = true;
    else
      add("default");
  }

  void add(std::string_view name) {
    if (std::ranges::find(rules_.file_templates, name) == rules_.file_templates.end())
      rules_.file_templates.emplace_back(name);
  }

  void read_uploads(json::value const* uploads) {
    if (uploads && uploads->is_bool() && !uploads->get_bool()) return;
    if (auto const* const map = uploads ? uploads->if_object() : nullptr)
      return take(map->if_contains("template"), false);
    take(uploads, false);
  }

  /// `preset: page` and `preset: files` build a files section.
  void read_preset(json::object const& node) {
    auto const* const preset = node.if_contains("preset");
    if (!preset || !preset->is_string()) return;
    if (preset->get_string() == "files") take(node.if_contains("template"), true);
    if (preset->get_string() != "page") return;
    auto const* const section = node.if_contains("files");
    if (section && section->is_bool() && !section->get_bool()) return;
    auto const* const map = section ? section->if_object() : nullptr;
    take(map ? map->if_contains("template") : section, true);
  }

  BlueprintSource const& source_;
  Rules& rules_;
};

}  // namespace

void read_file_takers(BlueprintSource const& source, json::object const& blueprint, Rules& rules) {
  Takers(source, rules).walk(blueprint, 0);
}

}  // namespace latchkey::content
