#include "content/blueprint.h"

#include <algorithm>
#include <array>

#include "content/file_takers.h"
#include "core/log.h"

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

/// None where the file does not exist. Errors: invalid where it is no YAML, else those of the disk.
using Loaded = Result<std::optional<json::object>>;

Loaded load(BlueprintSource const& source, std::string_view name, int depth);

Result<> extend(BlueprintSource const& source, json::object& blueprint, int depth) {
  auto const* const parents = blueprint.if_contains("extends");
  if (!parents || depth >= max_depth) return {};
  json::array const names = parents->is_array() ? parents->get_array() : json::array{*parents};
  json::object merged;
  for (auto const& parent : names) {
    if (!parent.is_string()) continue;
    LK_TRY(auto const found, load(source, parent.get_string(), depth + 1));
    if (found) merge(merged, *found);
  }
  merge(merged, blueprint);
  blueprint = std::move(merged);
  return {};
}

Loaded unreadable(std::string_view name, Error error) {
  log::warn("blueprint.unreadable", {{"file", blueprint_path(name)},
                                     {"cause", error.cause.empty() ? error.message : error.cause}});
  return tl::make_unexpected(std::move(error));
}

Loaded load(BlueprintSource const& source, std::string_view name, int depth) {
  auto bytes = source.files.read(blueprint_path(name), 1 << 20);
  if (!bytes && bytes.error().kind == Kind::not_found) return std::nullopt;
  if (!bytes) return unreadable(name, std::move(bytes).error());
  auto parsed = source.read(*bytes);
  if (!parsed) return unreadable(name, std::move(parsed).error());
  json::object out = parsed->is_object() ? std::move(parsed->get_object()) : json::object();
  LK_CHECK(extend(source, out, depth));
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

constexpr std::array<std::string_view, 10> file_actions{
    "access", "changeName", "changeTemplate", "create", "delete",
    "list",   "read",       "replace",        "sort",   "update"};

std::string read_num(json::value const& node) {
  if (node.is_int64()) return node.get_int64() == 0 ? "zero" : std::to_string(node.get_int64());
  if (!node.is_string()) return "default";
  std::string const text(node.get_string());
  if (text.empty() || text == "sort") return "default";
  return text == "0" ? "zero" : text;
}

Rules rules_of(BlueprintSource const& source, std::string name, json::object const& blueprint,
               std::span<std::string_view const> actions) {
  Rules rules;
  rules.name = std::move(name);
  if (auto const* const options = blueprint.if_contains("options"))
    read_options(*options, actions, rules);
  if (auto const* const num = blueprint.if_contains("num")) rules.num = read_num(*num);
  if (auto const* const accept = blueprint.if_contains("accept")) rules.accept = *accept;
  if (auto const* const create = blueprint.if_contains("create")) rules.create = *create;
  read_file_takers(source, blueprint, rules);
  return rules;
}

std::span<std::string_view const> actions_of(std::string_view folder) {
  if (folder == "files") return file_actions;
  if (folder == "site") return site_actions;
  return page_actions;
}

}  // namespace

Result<std::optional<json::object>> load_blueprint(BlueprintSource const& source,
                                                   std::string_view name) {
  return load(source, name, 0);
}

Result<Rules> load_rules_of(BlueprintSource const& source, std::string_view name) {
  auto const folder = name.substr(0, name.find('/'));
  bool const has_default = folder == "pages" || folder == "files";
  Rules out;
  for (std::string const& candidate : {std::string(name), std::string(folder) + "/default"}) {
    LK_TRY(auto const blueprint, load(source, candidate, 0));
    if (blueprint) out = rules_of(source, candidate, *blueprint, actions_of(folder));
    if (blueprint || !has_default) break;
  }
  out.looked_up = name;
  return out;
}

Result<Rules> load_page_rules(BlueprintSource const& source, std::string_view template_name) {
  return load_rules_of(source, "pages/" + std::string(template_name));
}

Result<Rules> load_site_rules(BlueprintSource const& source) {
  return load_rules_of(source, "site");
}

Rules rules_without(Error const& error) {
  constexpr std::array<std::string_view, 16> all_actions{
      "access", "changeName", "changeSlug", "changeStatus", "changeTemplate", "changeTitle",
      "create", "delete",     "duplicate",  "list",         "move",           "preview",
      "read",   "replace",    "sort",       "update"};
  Rules rules;
  auto& options = rules.options.emplace_object();
  for (auto const action : all_actions)
    options[action] =
        error.kind == Kind::invalid && (action == "access" || action == "list" || action == "read");
  return rules;
}

}  // namespace latchkey::content
