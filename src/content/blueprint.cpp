#include "content/blueprint.h"

#include <algorithm>
#include <array>

#include "core/log.h"
#include "formats/yaml.h"

namespace latchkey::content {
namespace {

constexpr int max_depth = 8;

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> short_names{
    {{"status", "changeStatus"},
     {"template", "changeTemplate"},
     {"title", "changeTitle"},
     {"url", "changeSlug"}}};

std::string_view full_name(std::string_view action) {
  auto const* const found =
      std::ranges::find(short_names, action, &std::pair<std::string_view, std::string_view>::first);
  return found == short_names.end() ? action : found->second;
}

/// `own` over `base`: maps merged, everything else replaced.
void merge(json::object& base, json::object const& own) {
  for (auto const& [key, value] : own) {
    auto* const below = base.if_contains(key);
    if (below && below->is_object() && value.is_object())
      merge(below->get_object(), value.get_object());
    else
      base[key] = value;
  }
}

std::string blueprint_path(std::string_view name) {
  return "site/blueprints/" + std::string(name) + ".yml";
}

std::optional<json::object> load(store::Files const& files, std::string_view name, int depth);

void extend(store::Files const& files, json::object& blueprint, int depth) {
  auto const* const parents = blueprint.if_contains("extends");
  if (!parents || depth >= max_depth) return;
  json::object merged;
  auto const add = [&](json::value const& parent) {
    if (!parent.is_string()) return;
    if (auto const found = load(files, parent.get_string(), depth + 1)) merge(merged, *found);
  };
  if (parents->is_array())
    std::ranges::for_each(parents->get_array(), add);
  else
    add(*parents);
  merge(merged, blueprint);
  blueprint = std::move(merged);
}

std::optional<json::object> load(store::Files const& files, std::string_view name, int depth) {
  auto const bytes = files.read(blueprint_path(name), 1 << 20);
  if (!bytes) return std::nullopt;
  auto parsed = yaml::parse_dialect(*bytes);
  if (!parsed) {
    log::warn("blueprint.unreadable",
              {{"file", blueprint_path(name)}, {"cause", parsed.error().message}});
    return std::nullopt;
  }
  json::object out = parsed->is_object() ? std::move(parsed->get_object()) : json::object();
  extend(files, out, depth);
  return out;
}

void read_options(json::value const& node, std::span<std::string_view const> actions,
                  Rules& rules) {
  if (node.is_bool() && !node.get_bool()) {
    auto& none = rules.options.emplace_object();
    for (auto const action : actions) none[action] = false;
  }
  if (!node.is_object()) return;
  auto& options = rules.options.emplace_object();
  for (auto const& [key, value] : node.get_object()) {
    auto const action = full_name(key);
    if (action == "changeTemplate" && value.is_array()) {
      for (auto const& name : value.get_array())
        if (name.is_string()) rules.templates.emplace_back(name.get_string());
    } else {
      options[action] = value;
    }
  }
}

constexpr std::array<std::string_view, 14> page_actions{
    "access",    "changeSlug", "changeStatus", "changeTemplate", "changeTitle", "create", "delete",
    "duplicate", "list",       "move",         "preview",        "read",        "sort",   "update"};
constexpr std::array<std::string_view, 4> site_actions{"access", "changeTitle", "preview",
                                                       "update"};

std::string read_num(json::value const& node) {
  if (node.is_int64()) return node.get_int64() == 0 ? "zero" : std::to_string(node.get_int64());
  if (!node.is_string()) return "default";
  std::string const text(node.get_string());
  if (text.empty() || text == "sort") return "default";
  return text == "0" ? "zero" : text;
}

Rules rules_of(std::string name, json::object const& blueprint,
               std::span<std::string_view const> actions) {
  Rules rules{std::move(name), nullptr, {}, "default"};
  if (auto const* const options = blueprint.if_contains("options"))
    read_options(*options, actions, rules);
  if (auto const* const num = blueprint.if_contains("num")) rules.num = read_num(*num);
  return rules;
}

}  // namespace

Rules load_page_rules(store::Files const& files, std::string_view template_name) {
  for (std::string name : {"pages/" + std::string(template_name), std::string("pages/default")})
    if (auto const blueprint = load(files, name, 0))
      return rules_of(std::move(name), *blueprint, page_actions);
  return {};
}

Rules load_site_rules(store::Files const& files) {
  auto const blueprint = load(files, "site", 0);
  return blueprint ? rules_of("site", *blueprint, site_actions) : Rules{};
}

}  // namespace latchkey::content
