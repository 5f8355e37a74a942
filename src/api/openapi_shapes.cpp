#include "api/openapi_shapes.h"

#include <algorithm>
#include <array>

#include "api/file_view.h"
#include "api/page_view.h"
#include "api/user_view.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using ShapeKind = Shape::Kind;

struct PatternShape {
  std::string_view ending;  ///< of the pattern; "*" before it: anything before
  http::Method method;
  Shape shape;
};

constexpr auto reading = http::Method::get, posting = http::Method::post;
constexpr Shape one(std::string_view model) { return {ShapeKind::model, model}; }
constexpr Shape many(std::string_view model) { return {ShapeKind::collection, model}; }

constexpr PatternShape pattern_shapes[] = {
    {"*children", reading, many("Page")},
    {"*children", posting, one("Page")},
    {"*children/search", reading, many("Page")},
    {"*children/search", posting, many("Page")},
    {"site/search", reading, many("Page")},
    {"site/search", posting, many("Page")},
    {"site/find", posting, many("Page")},
    {"*/duplicate", posting, one("Page")},
    {"*files", reading, many("File")},
    {"*files/search", reading, many("File")},
    {"*files/search", posting, many("File")},
    {"*files/{name%}", reading, one("File")},
    {"*/avatar", reading, one("File")},
    {"users", reading, many("User")},
    {"users", posting, one("User")},
    {"users/search", reading, many("User")},
    {"users/search", posting, many("User")},
    {"*roles", reading, many("Role")},
    {"roles/{name%}", reading, one("Role")},
    {"languages", reading, many("Language")},
    {"languages", posting, one("Language")},
    {"languages/{code}", reading, one("Language")},
    {"translations", reading, many("Translation")},
    {"translations/{code}", reading, one("Translation")},
    {"site", reading, one("Site")},
    {"pages/{id}", reading, one("Page")},
    {"users/{id%}", reading, one("User")},
    {"account", reading, one("User")},
    {"auth", reading, one("User")},
};

bool fits(std::string_view ending, std::string_view pattern) {
  return ending.starts_with('*') ? pattern.ends_with(ending.substr(1)) : pattern == ending;
}

/// Changes answer with what they changed.
Shape shape_of_change(std::string_view pattern) {
  if (pattern.find("/fields/") != pattern.npos || pattern.find("/sections/") != pattern.npos)
    return {};
  if (pattern.find("files/{name%}") != pattern.npos) return one("File");
  if (pattern.starts_with("languages/")) return one("Language");
  if (pattern.starts_with("site")) return one("Site");
  if (pattern.starts_with("pages/")) return one("Page");
  if (pattern.starts_with("users/") || pattern.starts_with("account")) return one("User");
  return {};
}

json::object ref(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

/// JSON types of members, by name; what is missing here may be anything.
json::value type_of_member(std::string_view name) {
  struct Known {
    std::string_view names;
    json::value type;
  };
  static json::value const text{{"type", "string"}};
  static json::value const text_or_null{{"type", json::array{"string", "null"}}};
  static json::value const flag{{"type", "boolean"}};
  static json::value const whole{{"type", "integer"}};
  static json::value const whole_or_null{{"type", json::array{"integer", "null"}}};
  static json::value const list{{"type", "array"}};
  static json::value const flags{{"type", "object"},
                                 {"additionalProperties", {{"type", "boolean"}}}};
  static std::array<Known, 8> const known{{
      {" id title url slug status filename name link email username code direction extension "
       "dragText modified niceSize author mime panelUrl ",
       text},
      {" uuid template previewUrl description type ", text_or_null},
      {" hasChildren hasDrafts hasFiles isSortable exists default ", flag},
      {" size ", whole},
      {" num ", whole_or_null},
      {" children drafts files siblings parents roles errors ", list},
      {" options ", flags},
      {" language ", text},
  }};
  std::string word = " ";
  word.append(name).append(" ");
  for (auto const& [names, type] : known)
    if (names.find(word) != names.npos) return type;
  return json::object();
}

template <class Names>
json::object model_schema(Names const& names) {
  json::object members;
  for (auto const& name : names) members[name] = type_of_member(name);
  return {{"type", "object"},
          {"description", "Members as `select` and `view` ask for them."},
          {"properties", std::move(members)}};
}

template <class Schema>
json::object schema_of_view(Schema const& schema) {
  std::vector<std::string_view> names;
  for (auto const& field : schema.fields) names.push_back(field.name);
  return model_schema(names);
}

json::object model_envelope(std::string_view model) {
  return {{"type", "object"},
          {"required", json::array{"code", "data", "status", "type"}},
          {"properties",
           {{"code", {{"const", 200}}},
            {"data", ref("schemas", model)},
            {"status", {{"const", "ok"}}},
            {"type", {{"const", "model"}}}}}};
}

json::object collection_envelope(std::string_view model) {
  return {{"type", "object"},
          {"required", json::array{"code", "data", "pagination", "status", "type"}},
          {"properties",
           {{"code", {{"const", 200}}},
            {"data", {{"type", "array"}, {"items", ref("schemas", model)}}},
            {"pagination", ref("schemas", "Pagination")},
            {"status", {{"const", "ok"}}},
            {"type", {{"const", "collection"}}}}}};
}

json::object error_schema() {
  return {{"type", "object"},
          {"required", json::array{"status", "message"}},
          {"properties",
           {{"status", {{"const", "error"}}},
            {"message", {{"type", "string"}}},
            {"code", {{"type", "integer"}}},
            {"key", {{"type", json::array{"string", "null"}}}},
            {"details", {{"type", json::array{"object", "array"}}}}}}};
}

}  // namespace

Shape shape_of(Route const& row) {
  if (row.method == http::Method::del) return {ShapeKind::done, {}};
  auto const* const found =
      std::ranges::find_if(pattern_shapes, [&](PatternShape const& candidate) {
        return candidate.method == row.method && fits(candidate.ending, row.pattern);
      });
  bool const is_field = row.pattern.find("/fields/") != row.pattern.npos;
  if (found != std::end(pattern_shapes) && !is_field) return found->shape;
  return row.method == http::Method::patch ? shape_of_change(row.pattern) : Shape{};
}

json::object schema_components() {
  json::object out{
      {"Error", error_schema()},
      {"Done",
       {{"type", "object"},
        {"properties",
         {{"status", {{"const", "ok"}}},
          {"message", {{"type", "string"}}},
          {"code", {{"const", 200}}}}}}},
      {"Pagination",
       {{"type", "object"},
        {"required", json::array{"page", "total", "offset", "limit"}},
        {"properties",
         {{"page", {{"type", "integer"}}},
          {"total", {{"type", "integer"}}},
          {"offset", {{"type", "integer"}}},
          {"limit", {{"type", "integer"}}}}}}},
      {"Page", schema_of_view(page_schema())},
      {"Site", schema_of_view(site_schema())},
      {"File", schema_of_view(file_schema())},
      {"User", schema_of_view(user_schema())},
      {"Role", schema_of_view(role_schema())},
      {"Language", model_schema(std::array<std::string_view, 7>{"code", "default", "direction",
                                                                "locale", "name", "rules", "url"})},
      {"Translation",
       model_schema(std::array<std::string_view, 5>{"author", "data", "direction", "id", "name"})},
  };
  for (std::string const model :
       {"Page", "Site", "File", "User", "Role", "Language", "Translation"}) {
    out[model + "Model"] = model_envelope(model);
    out[model + "Collection"] = collection_envelope(model);
  }
  return out;
}

}  // namespace latchkey::api
