#include "fields/options.h"

#include "core/text.h"
#include "fields/objects.h"

namespace latchkey::fields {
namespace {

using query::Value;

struct Templates {
  std::string text, value, icon, info;
};

std::string_view member_text(json::object const& map, std::string_view key) {
  auto const* const value = map.if_contains(key);
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

json::value member_or_null(json::object const& map, std::string_view key) {
  auto const* const value = map.if_contains(key);
  return value ? *value : json::value();
}

json::value scalar(json::value const& value) {
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  return value.is_string() || value.is_number() ? value : json::value("");
}

bool is_one_option(json::object const& map) {
  return map.contains("value") || map.contains("text");
}

class StaticOptions {
 public:
  explicit StaticOptions(World const& world) : world_(world) {}

  std::vector<Option> read(json::value const& node) const {
    std::vector<Option> out;
    if (node.is_array())
      for (auto const& item : node.get_array()) out.push_back(from_item(item));
    if (node.is_object())
      for (auto const& [key, value] : node.get_object()) out.push_back(from_pair(key, value));
    return out;
  }

 private:
  std::string shown(json::value const& text) const {
    auto const plain = text.is_object() ? blueprint::translate(text, world_.user_language()) : text;
    return query::text_of(plain);
  }
  Option from_item(json::value const& item) const {
    if (!item.is_object()) return {scalar(item), query::text_of(scalar(item)), {}, {}, false};
    auto const& map = item.get_object();
    auto const* const value = map.if_contains("value");
    return from_map(value ? scalar(*value) : json::value(""), map);
  }
  Option from_pair(std::string_view key, json::value const& value) const {
    if (value.is_object() && is_one_option(value.get_object())) {
      auto const* const own = value.get_object().if_contains("value");
      return from_map(own ? scalar(*own) : json::text(key), value.get_object());
    }
    return {json::text(key), shown(value), {}, {}, false};
  }
  Option from_map(json::value value, json::object const& map) const {
    auto const* const text = map.if_contains("text");
    auto const* const off = map.if_contains("disabled");
    auto const* const info = map.if_contains("info");
    Option out{
        std::move(value), {}, member_or_null(map, "icon"), {}, off && blueprint::is_truthy(*off)};
    out.text = text ? shown(*text) : query::text_of(out.value);
    if (info && !info->is_null()) out.info = json::text(shown(*info));
    return out;
  }

  World const& world_;
};

Templates defaults_for(std::string_view type) {
  if (type == "page") return {"{{ item.title }}", "{{ item.id }}", {}, {}};
  if (type == "file") return {"{{ item.filename }}", "{{ item.id }}", {}, {}};
  if (type == "user") return {"{{ item.username }}", "{{ item.email }}", {}, {}};
  if (type == "map" || type == "structureItem")
    return {"{{ item.title }}", "{{ item.id }}", {}, {}};
  return {"{{ item.value }}", "{{ item.value }}", {}, {}};
}

Failure no_options(blueprint::Field const& field, std::string_view why) {
  return fail(
      Kind::invalid, "error.invalidArgument",
      "The options of the field \"" + field.name + "\" cannot be read: " + std::string(why));
}

class QueryOptions {
 public:
  QueryOptions(World const& world, Model const& model, blueprint::Field const& field,
               json::object const& said)
      : scope_(scope_of(world, model)), field_(field), said_(said) {}

  Result<std::vector<Option>> read() {
    auto text = member_text(said_, "query");
    if (text.empty()) text = member_text(said_, "fetch");
    auto const found = query::evaluate(text, scope_);
    if (!found) return no_options(field_, found.error().message);
    if (!add_all(*found)) return no_options(field_, "the query gives no list");
    return std::move(out_);
  }

 private:
  bool add_all(Value const& value) {
    if (auto const* const all = dynamic_cast<query::Collection const*>(value.object())) {
      for (auto const& item : all->items()) add(item->type(), query::ObjectPtr(item));
      return true;
    }
    if (auto const* const list = value.list()) {
      for (auto const& item : *list) add(item.object() ? item.object()->type() : "", item);
      return true;
    }
    auto const* const plain = value.plain();
    if (plain && plain->is_array()) {
      for (auto const& item : plain->get_array()) add_plain(item);
      return true;
    }
    if (!plain || !plain->is_object()) return false;
    for (auto const& [key, item] : plain->get_object())
      add("", json::value(json::object{{"key", json::text(key)}, {"value", item}}));
    return true;
  }
  void add_plain(json::value const& item) {
    if (item.is_object()) return add("map", item);
    add("", json::value(json::object{{"value", item}}));
  }

  void add(std::string_view type, Value const& item) {
    auto templates = defaults_for(type);
    for (auto const& [key, target] :
         {std::pair<std::string_view, std::string*>{"text", &templates.text},
          {"value", &templates.value},
          {"icon", &templates.icon},
          {"info", &templates.info}})
      if (auto const said = member_text(said_, key); !said.empty()) *target = said;
    auto scope = scope_;
    for (auto const* const name : {"item", "arrayItem", "structureItem"}) scope.set(name, item);
    if (!type.empty() && type != "map") scope.set(std::string(type), item);
    Option out{json::text(query::fill_template(templates.value, scope)),
               query::fill_template(templates.text, scope, query::Escape::html),
               {},
               {},
               false};
    if (!templates.icon.empty()) out.icon = json::text(query::fill_template(templates.icon, scope));
    if (!templates.info.empty())
      out.info = json::text(query::fill_template(templates.info, scope, query::Escape::html));
    out_.push_back(std::move(out));
  }

  query::Scope const scope_;
  blueprint::Field const& field_;
  json::object const& said_;
  std::vector<Option> out_;
};

}  // namespace

bool are_elsewhere(blueprint::Field const& field) {
  auto const* const options = field.find("options");
  if (!options) return false;
  auto const* const map = options->if_object();
  if (map) return member_text(*map, "type") == "api" && map->contains("url");
  return options->is_string() && options->get_string() == "api";
}

Result<std::vector<Option>> options_of(World const& world, Model const& model,
                                       blueprint::Field const& field) {
  auto const* const options = field.find("options");
  if (!options || are_elsewhere(field)) return std::vector<Option>();
  if (options->is_string()) {
    json::object said;
    auto const* const query = field.find("query");
    if (query && query->is_object())
      said = query->get_object();
    else if (query)
      said["query"] = *query;
    else
      said["query"] = *options;
    return QueryOptions(world, model, field, said).read();
  }
  if (options->is_object()) {
    auto const& map = options->get_object();
    auto const type = member_text(map, "type");
    if (type == "query" && map.contains("query"))
      return QueryOptions(world, model, field, map).read();
    if ((type == "array" || type == "options" || type == "static") && map.contains("options"))
      return StaticOptions(world).read(map.at("options"));
  }
  return StaticOptions(world).read(*options);
}

json::array render_options(std::vector<Option> const& options) {
  json::array out;
  for (auto const& option : options)
    out.push_back(json::object{{"disabled", option.disabled},
                               {"icon", option.icon},
                               {"info", option.info},
                               {"text", json::text(option.text)},
                               {"value", option.value}});
  return out;
}

}  // namespace latchkey::fields
