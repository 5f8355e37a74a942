#include "api/openapi.h"

#include <algorithm>

#include "api/openapi_parts.h"
#include "api/openapi_schemas.h"
#include "api/openapi_shapes.h"
#include "api/openapi_types.h"
#include "api/precondition.h"
#include "api/route.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using std::string_view;

/// "getPagesIdFiles" for GET pages/{id}/files.
std::string operation_id(Route const& row) {
  std::string out = lower(http::method_name(row.method));
  bool starts_word = true;
  for (char const c : row.pattern) {
    if (!is_alnum(c)) {
      starts_word = true;
      continue;
    }
    out += starts_word ? to_upper(c) : c;
    starts_word = false;
  }
  return out;
}

json::object path_parameter(string_view name) {
  string_view description = "Name, with percent escapes.";
  if (name == "id") description = "Id, or the address of a user; + stands for / in ids of pages.";
  if (name == "path") description = "Name of the field, and more parts with / between.";
  if (name == "code") description = "Code of the language.";
  return {{"name", name},
          {"in", "path"},
          {"required", true},
          {"schema", schema_of_type("text")},
          {"description", description}};
}

void add_path_parameters(json::array& out, string_view pattern) {
  while (pattern.find('{') != pattern.npos) {
    pattern.remove_prefix(pattern.find('{') + 1);
    auto name = pattern.substr(0, pattern.find('}'));
    if (name.ends_with('%')) name.remove_suffix(1);
    if (name.ends_with("...")) name.remove_suffix(3);
    out.push_back(path_parameter(name));
  }
}

/// Keys of the shared parameters that a row looks at.
std::vector<string_view> parameters_of(Route const& row, Shape const& shape) {
  std::vector<string_view> out;
  auto const add = [&](bool looks, std::initializer_list<string_view> keys) {
    if (looks) out.insert(out.end(), keys);
  };
  bool const is_get = row.method == http::Method::get;
  bool const is_list = shape.is_collection() && shape.input != "SortInput";
  add(is_selectable(row, shape), {"select"});
  add(is_selectable(row, shape) && shape.answer != "BlueprintModel", {"view"});
  add(has_language(row), {"language", "languageHeader"});
  add(is_list, {"page", "limit"});
  add(is_list && is_get && !row.pattern.ends_with("/search"), {"query"});
  add(is_get && row.pattern.ends_with("/search"), {"q"});
  add(is_list && row.pattern.find("children") != string_view::npos, {"status"});
  add(row.pattern == "roles", {"canBe"});
  add(shape.answer == "TemplateChoices", {"section"});
  add(shape.answer == "Section", {"part", "searchterm"});
  add(shape.answer == "FieldOffer", {"part", "search", "parent"});
  add(shape.takes_files() && shape.input != "FileInput",
      {"uploadLength", "uploadOffset", "uploadId"});
  add(has_etag(row, shape) && is_get, {"ifNoneMatch"});
  add(changes_a_model(row), {"ifMatch"});
  add(shape.answer == "QueryAnswer" && is_get, {"kqlQuery", "kqlSelect"});
  add(true, {"pretty"});
  return out;
}

json::array all_parameters(Route const& row, Shape const& shape) {
  json::array out;
  add_path_parameters(out, row.pattern);
  for (auto const key : parameters_of(row, shape)) out.push_back(component("parameters", key));
  return out;
}

json::object success_of(Route const& row, Shape const& shape) {
  json::object out{{"description", "Done."}};
  if (has_etag(row, shape)) out["headers"] = json::object{{"ETag", component("headers", "ETag")}};
  out["content"] = json_content(component("schemas", shape.answer));
  return out;
}

json::object responses_of(Route const& row, Shape const& shape) {
  json::object out{{"200", success_of(row, shape)}};
  if (row.method == http::Method::get && has_etag(row, shape))
    out["304"] = {{"description", "The client has it already (If-None-Match)."}};
  out["400"] = component("responses", shape.takes_files() ? "UploadError" : "Error400");
  auto const add = [&](bool may_come, string_view status) {
    if (may_come) out[status] = component("responses", "Error" + std::string(status));
  };
  add(row.access != Access::open, "401");
  add(true, "403");
  add(true, "404");
  add(changes_a_model(row), "412");
  add(!shape.input.empty(), "413");
  add(changes_a_model(row), "423");
  add(true, "500");
  add(true, "503");
  return out;
}

/// Forms count wherever JSON does; files come in parts.
json::object body_of(Shape const& shape) {
  json::object const media{{"schema", component("schemas", shape.input)}};
  json::object content;
  if (!shape.takes_files() || shape.input == "FieldInput") {
    content["application/json"] = media;
    content["application/x-www-form-urlencoded"] = media;
  }
  if (shape.takes_files()) {
    auto const form = shape.input == "FieldInput" ? string_view("UploadInput") : shape.input;
    content["multipart/form-data"] = {{"schema", component("schemas", form)}};
  }
  return {{"content", std::move(content)}};
}

/// Logins need the token of their session, but for clients that use Basic anyway.
json::array security_of_open(Shape const& shape) {
  bool const checks_token = shape.answer == "Login" || shape.answer == "Installed";
  if (!checks_token) return {};
  return {json::object{{"session", json::array()}, {"csrf", json::array()}}};
}

json::object operation_of(Route const& row) {
  auto const shape = shape_of(row);
  auto const first = row.pattern.substr(0, row.pattern.find_first_of("/."));
  json::object out{{"operationId", operation_id(row)},
                   {"summary", row.summary},
                   {"tags", json::array{first}},
                   {"parameters", all_parameters(row, shape)}};
  if (!shape.input.empty()) out["requestBody"] = body_of(shape);
  out["responses"] = responses_of(row, shape);
  if (row.access == Access::open) out["security"] = security_of_open(shape);
  return out;
}

/// The routes' own document.
Result<Answer> show_openapi(Call& call) {
  return Answer(Raw{openapi_document(call.address().base + "/" + call.options().api.slug)});
}

constexpr Route openapi_rows[] = {
    {http::Method::get, "openapi.json", Access::open, Work::disk, show_openapi,
     "This document: all routes as OpenAPI 3.1"},
};

}  // namespace

bool is_documented(Route const& row) { return !row.pattern.starts_with('{'); }

std::string path_in_openapi(string_view pattern) {
  return "/" + replace_all(replace_all(pattern, "%}", "}"), "...}", "}");
}

json::object openapi_document(string_view server) {
  json::object paths;
  for (auto const* row : all_routes()) {
    if (!is_documented(*row)) continue;
    auto& place = paths[path_in_openapi(row->pattern)];
    if (!place.is_object()) place.emplace_object();
    place.get_object()[lower(http::method_name(row->method))] = operation_of(*row);
  }
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "Latchkey"},
            {"version", LATCHKEY_VERSION},
            {"description", "The REST API of a flat-file site. HEAD works wherever GET does."}}},
          {"servers", json::array{{{"url", server}}}},
          {"security", json::array{{{"session", json::array()}, {"csrf", json::array()}},
                                   {{"basic", json::array()}}}},
          {"tags", document_tags()},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", schema_components()},
            {"parameters", parameter_components()},
            {"headers", header_components()},
            {"responses", response_components()},
            {"securitySchemes", security_components()}}}};
}

std::span<Route const> openapi_routes() { return openapi_rows; }

}  // namespace latchkey::api
