#include "api/openapi.h"

#include <algorithm>
#include <array>

#include "api/openapi_shapes.h"
#include "api/precondition.h"
#include "api/route.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

json::object reference(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

std::string public_pattern(std::string_view pattern) {
  return "/" + replace_all(replace_all(pattern, "%}", "}"), "...}", "}");
}

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

json::object parameter(std::string_view name, std::string_view place, json::value schema,
                       std::string_view description) {
  json::object out{{"name", name}, {"in", place}, {"schema", std::move(schema)}};
  if (place == "path") out["required"] = true;
  out["description"] = description;
  return out;
}

json::object shared_parameters() {
  json::value const text{{"type", "string"}}, whole{{"type", "integer"}, {"minimum", 0}};
  return {
      {"select", parameter("select", "query", text,
                           "Members to show, with commas between; unknown ones are skipped.")},
      {"view", parameter("view", "query", text,
                         "A named view; `any` shows all members. Wins over select.")},
      {"pretty", parameter("pretty", "query", text, "Anything but 0 indents the answer.")},
      {"language", parameter("language", "query", text,
                             "Language of the content; the header X-Language means the same.")},
      {"page", parameter("page", "query", whole, "Page of the list; 404 behind the last one.")},
      {"limit", parameter("limit", "query", whole, "Items on a page, 100 without; 0 means 20.")},
      {"query",
       {{"name", "query"},
        {"in", "query"},
        {"style", "deepObject"},
        {"explode", true},
        {"schema", {{"type", "object"}}},
        {"description", "offset, limit, search and paginate, applied in this order."}}},
      {"q", parameter("q", "query", text, "What to search for, two characters at least.")},
      {"ifMatch", parameter("If-Match", "header", text,
                            "ETags of the model; 412 where it is in none of their states.")},
      {"status", parameter("status", "query",
                           {{"type", "string"},
                            {"enum", json::array{"all", "draft", "drafts", "listed", "unlisted",
                                                 "published"}}},
                           "Which pages; published without.")},
  };
}

json::array parameters_of(Route const& row, Shape const& shape) {
  json::array out;
  for (auto rest = row.pattern;
       (rest = rest.substr(std::min(rest.find('{'), rest.size()))), !rest.empty();) {
    auto name = rest.substr(1, rest.find('}') - 1);
    rest.remove_prefix(name.size() + 2);
    if (name.ends_with('%')) name.remove_suffix(1);
    if (name.ends_with("...")) name.remove_suffix(3);
    out.push_back(parameter(name, "path", {{"type", "string"}},
                            name == "id" ? "Id; + stands for / in ids of pages." : "Name."));
  }
  auto const add = [&](std::string_view name) { out.push_back(reference("parameters", name)); };
  bool const is_list = shape.kind == Shape::Kind::collection;
  if (is_list || shape.kind == Shape::Kind::model)
    for (auto const* name : {"select", "view", "language"}) add(name);
  if (is_list)
    for (auto const* name : {"page", "limit", "query"}) add(name);
  if (is_list && shape.model == "Page" && row.pattern.find("children") != row.pattern.npos)
    add("status");
  if (row.method == http::Method::get && row.pattern.ends_with("search")) add("q");
  if (changes_a_model(row)) add("ifMatch");
  add("pretty");
  return out;
}

json::object json_content(json::value schema) {
  return {{"application/json", {{"schema", std::move(schema)}}}};
}

json::object success_of(Shape const& shape) {
  json::value schema{{"description", "JSON of this route's own."}};
  std::string const model(shape.model);
  if (shape.kind == Shape::Kind::model) schema = reference("schemas", model + "Model");
  if (shape.kind == Shape::Kind::collection) schema = reference("schemas", model + "Collection");
  if (shape.kind == Shape::Kind::done) schema = reference("schemas", "Done");
  return {{"description", "Done."}, {"content", json_content(std::move(schema))}};
}

json::object responses_of(Route const& row, Shape const& shape) {
  json::object out{{"200", success_of(shape)}};
  bool const validated = row.method == http::Method::get && shape.kind != Shape::Kind::other;
  if (validated) out["304"] = {{"description", "The client has it already (If-None-Match)."}};
  for (auto const* code : {"400", "401", "403", "404", "412", "423", "500", "503"}) {
    bool const needs_login = code[0] == '4' && code[2] == '1';
    if (needs_login && row.access == Access::open) continue;
    if (std::string_view(code) == "412" && !changes_a_model(row)) continue;
    if (std::string_view(code) == "423" && row.method == http::Method::get) continue;
    out[code] = reference("responses", std::string("Error") + code);
  }
  return out;
}

json::object operation_of(Route const& row) {
  auto const shape = shape_of(row);
  auto const first = row.pattern.substr(0, row.pattern.find('/'));
  json::object out{{"operationId", operation_id(row)},
                   {"summary", row.summary},
                   {"tags", json::array{first}},
                   {"parameters", parameters_of(row, shape)}};
  if (row.method == http::Method::post || row.method == http::Method::patch)
    out["requestBody"] = {{"content", json_content({{"type", json::array{"object", "array"}}})}};
  out["responses"] = responses_of(row, shape);
  if (row.access == Access::open) out["security"] = json::array();
  return out;
}

json::object error_responses() {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> known{
      {{"400", "Bad input; `key` and `details` say which."},
       {"401", "Nobody is logged in, or access.panel is missing."},
       {"403", "Not allowed, or wrong credentials."},
       {"404", "Not there, or hidden from this user."},
       {"412", "The model is no longer in the state that If-Match names."},
       {"423", "Held by another user."},
       {"500", "The server could not complete the request."},
       {"503", "Busy; Retry-After says when to come back."}}};
  json::object out;
  for (auto const& [code, text] : known)
    out["Error" + std::string(code)] = {{"description", text},
                                        {"content", json_content(reference("schemas", "Error"))}};
  return out;
}

json::object security_schemes() {
  return {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "kirby_session"}}},
          {"csrf",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", "X-CSRF"},
            {"description", "The token of the session; needed with it."}}},
          {"basic", {{"type", "http"}, {"scheme", "basic"}}}};
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

json::object openapi_document(std::string_view server) {
  json::object paths;
  for (auto const* row : all_routes()) {
    auto& place = paths[public_pattern(row->pattern)];
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
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", schema_components()},
            {"parameters", shared_parameters()},
            {"responses", error_responses()},
            {"securitySchemes", security_schemes()}}}};
}

std::span<Route const> openapi_routes() { return openapi_rows; }

}  // namespace latchkey::api
