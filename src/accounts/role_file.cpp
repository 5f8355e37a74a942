#include "accounts/role_file.h"

#include "core/text.h"

namespace latchkey::accounts {
namespace {

constexpr int max_depth = 8;

/// `own` over `base`: maps are merged, everything else is replaced.
json::value merged(json::value base, json::value const& own) {
  if (!base.is_object() || !own.is_object()) return own;
  for (auto const& member : own.get_object()) {
    auto& slot = base.get_object()[member.key()];
    slot = merged(std::move(slot), member.value());
  }
  return base;
}

std::vector<std::string> names_in(json::value const* node) {
  std::vector<std::string> out;
  if (node == nullptr) return out;
  if (node->is_string()) out.emplace_back(node->get_string());
  if (auto const* list = node->if_array())
    for (auto const& name : *list)
      if (name.is_string()) out.emplace_back(name.get_string());
  return out;
}

Result<json::value> resolve(std::string_view yaml, FindBlueprint const& find, yaml::Parse read,
                            int depth) {
  LK_TRY(json::value own, read(yaml));
  if (!own.is_object() || depth >= max_depth) return own;
  json::value base = json::object();
  for (auto const& name : names_in(own.get_object().if_contains("extends"))) {
    LK_TRY(auto const text, find(name));
    if (!text) continue;
    LK_TRY(json::value const extended, resolve(*text, find, read, depth + 1));
    base = merged(std::move(base), extended);
  }
  return merged(std::move(base), own);
}

/// "my-role" is "My role". Source: spec/content-api 6.
std::string readable(std::string name) {
  std::ranges::replace_if(
      name, [](char c) { return c == '-' || c == '_' || c == '.'; }, ' ');
  if (!name.empty()) name.front() = to_upper(name.front());
  return name;
}

json::value member(json::value const& map, std::string_view key) {
  auto const* object = map.if_object();
  auto const* found = object == nullptr ? nullptr : object->if_contains(key);
  return found == nullptr ? json::value() : *found;
}

}  // namespace

std::optional<std::string> role_name(std::string_view file_name) {
  constexpr std::string_view extension = ".yml";
  if (file_name.starts_with('.') || !file_name.ends_with(extension)) return std::nullopt;
  file_name.remove_suffix(extension.size());
  if (file_name.empty() || file_name == "default" || file_name == "nobody") return std::nullopt;
  return std::string(file_name);
}

Result<Role> parse_role(std::string const& name, std::string_view yaml, FindBlueprint const& find,
                        yaml::Parse read) {
  LK_TRY(json::value const blueprint, resolve(yaml, find, read, 0));
  Role role;
  role.name = name;
  role.title = readable(name);
  role.title_texts = member(blueprint, "title");
  role.description_texts = member(blueprint, "description");
  role.title = role.title_in("en");
  role.description = role.description_in("en");
  role.permissions = Permissions::read(member(blueprint, "permissions"));
  role.options = member(blueprint, "options");
  return role;
}

}  // namespace latchkey::accounts
