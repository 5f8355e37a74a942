#include "accounts/permissions.h"

namespace latchkey::accounts {
namespace {

/// A text of a blueprint in `language`; else in English; else the first. None if it is no text.
/// Source: spec/content-api 6.
std::optional<std::string> localised(json::value const& node, std::string_view language) {
  auto const text = [](json::value const* v) -> std::optional<std::string> {
    if (v == nullptr || !v->is_string()) return std::nullopt;
    return std::string(v->get_string());
  };
  auto const* map = node.if_object();
  if (map == nullptr) return text(&node);
  for (auto const key : {language, std::string_view("en")})
    if (auto found = text(map->if_contains(key))) return found;
  return map->empty() ? std::nullopt : text(&map->begin()->value());
}

}  // namespace

std::string Role::title_in(std::string_view language) const {
  return localised(title_texts, language).value_or(title);
}

std::optional<std::string> Role::description_in(std::string_view language) const {
  auto found = localised(description_texts, language);
  return found ? found : description;
}

}  // namespace latchkey::accounts
