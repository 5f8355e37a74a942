// Roles, languages, translations and blueprints. Source: spec/content-api 9, 18.

#include <algorithm>

#include "content/language_file.h"
#include "fields/lists.h"
#include "fields/members.h"
#include "fields/objects.h"
#include "fields/views.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

/// A map whose keys are members. As text it is its key: `filterBy("role", "editor")`.
class RecordObject final : public query::Item {
 public:
  RecordObject(std::string_view type, std::string key, json::object all, json::object extra = {})
      : type_(type), key_(std::move(key)), all_(std::move(all)), extra_(std::move(extra)) {}

  std::string_view type() const override { return type_; }
  std::string key() const override { return key_; }
  std::string text() const override { return key_; }
  json::value data() const override { return all_; }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    for (auto const* const map : {&all_, &extra_})
      if (auto const* const found = map->if_contains(name)) return Value(*found);
    auto const* const texts = all_.if_contains("data");
    if (type_ != "translation" || !texts || !texts->is_object())
      return query::no_member(type_, name);
    if (name == "dataWithFallback") return Value(*texts);
    if (name != "get") return query::no_member(type_, name);
    auto const* const found = texts->get_object().if_contains(query::text_argument(arguments, 0));
    return found ? Value(*found) : arguments.size() > 1 ? arguments[1] : Value();
  }

 private:
  std::string_view type_;  ///< a literal
  std::string key_;
  json::object all_, extra_;
};

json::value text_or_null(std::optional<std::string> const& text) {
  return text ? json::text(*text) : json::value();
}

/// Categories of setlocale by PHP's numbers. Source: spec/content-api 19.26.
json::object locale_of(content::Language const& language) {
  json::object out;
  auto const number_of = [](std::string_view name) {
    auto const category = content::locale_category(name);
    auto const* const found = std::ranges::find(content::locale_categories, category);
    return found == content::locale_categories.end()
               ? std::string(name)
               : std::to_string(found - content::locale_categories.begin());
  };
  if (auto const* const map = language.locale.if_object())
    for (auto const& [name, value] : *map) out.emplace(number_of(name), value);
  if (language.locale.is_string()) out.emplace("6", language.locale);
  if (out.empty()) out.emplace("6", json::text(language.code));
  return out;
}

json::object blueprint_fields(blueprint::Blueprint const& of) {
  json::object out;
  for (auto const& field : of.fields) out[field.name] = field.props;
  return out;
}

json::object blueprint_sections(blueprint::Blueprint const& of) {
  json::object out;
  for (auto const& section : of.sections) out[section.name] = section.props;
  return out;
}

}  // namespace

query::ItemPtr make_role(World const& world, std::shared_ptr<accounts::Role const> const& role) {
  json::object all{{"description", text_or_null(role->description_in(world.user_language()))},
                   {"id", json::text(role->name)},
                   {"name", json::text(role->name)},
                   {"title", json::text(role->title_in(world.user_language()))}};
  return std::make_shared<RecordObject const>(
      "role", role->name, std::move(all),
      json::object{{"permissions", role->permissions.to_json()}});
}

query::ObjectPtr make_roles(World const& world) {
  query::Items items;
  for (auto const& role : world.accounts.roles) items.push_back(make_role(world, role));
  return make_list(world, {"roles"}, std::move(items));
}

query::ItemPtr make_language(World const& world, content::Language const& language) {
  auto const* const rules = language.slugs.if_object();
  json::object all{{"code", json::text(language.code)},
                   {"default", language.is_default},
                   {"direction", json::text(language.direction)},
                   {"locale", locale_of(language)},
                   {"name", json::text(language.name)},
                   {"rules", rules && !rules->empty() ? json::value(*rules) : json::array()},
                   {"url", json::text(content::language_url(language, world.base))}};
  return std::make_shared<RecordObject const>(
      "language", language.code, std::move(all),
      json::object{{"id", json::text(language.code)}, {"isDefault", language.is_default}});
}

query::ObjectPtr make_languages(World const& world) {
  query::Items items;
  auto const known = world.content.languages();
  if (known->multilang)
    for (auto const& language : known->all) items.push_back(make_language(world, language));
  return make_list(world, {"languages"}, std::move(items));
}

query::ObjectPtr make_translations(World const& world) {
  query::Items items;
  if (world.views)
    for (auto const& one : world.views->translations()) {
      auto all = one.get_object();
      auto id = query::text_of(all.at("id"));
      json::object extra{{"code", json::text(id)}, {"locale", json::text(id)}};
      items.push_back(std::make_shared<RecordObject const>("translation", std::move(id),
                                                           std::move(all), std::move(extra)));
    }
  return make_list(world, {"translations"}, std::move(items));
}

query::ObjectPtr make_blueprint(World const& world, Model const& model) {
  auto const found = world.blueprints.find(model.blueprint_name());
  auto const shown = [&](json::value const& said) {
    auto out = blueprint::translate(said, world.user_language());
    return out.is_null() ? said : out;
  };
  auto const* const description = found->rest.if_contains("description");
  json::object all{{"description", description ? shown(*description) : json::value()},
                   {"fields", blueprint_fields(*found)},
                   {"isDefault", found->name.ends_with("/default")},
                   {"name", json::text(found->name)},
                   {"sections", blueprint_sections(*found)},
                   {"options", found->options},
                   {"tabs", found->tabs},
                   {"title", shown(found->title)}};
  return std::make_shared<RecordObject const>("blueprint", found->name, std::move(all));
}

}  // namespace latchkey::fields
