#include "api/openapi.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "api/api.h"
#include "api/file_view.h"
#include "api/openapi_types.h"
#include "api/page_view.h"
#include "api/route.h"
#include "api/user_view.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

std::string file_text(std::filesystem::path const& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

json::object const& document() {
  static json::object const made = openapi_document("/api");
  return made;
}

json::object const& operation(Route const& row) {
  return document()
      .at("paths")
      .at(path_in_openapi(row.pattern))
      .at(lower(http::method_name(row.method)))
      .as_object();
}

/// Every `$ref` below `node`.
void collect_references(json::value const& node, std::set<std::string>& out) {
  if (auto const* const map = node.if_object())
    for (auto const& [key, value] : *map) {
      if (key == "$ref") out.insert(std::string(value.as_string()));
      collect_references(value, out);
    }
  if (auto const* const list = node.if_array())
    for (auto const& value : *list) collect_references(value, out);
}

// Oracle: the document itself. LATCHKEY_WRITE_DOCS=1 in the environment writes the file.
TEST(Openapi, IsWhatTheRepositorySays) {
  std::string const path = LATCHKEY_TEST_DATA "/../docs/openapi.json";
  auto const text = json::print(document(), true) + "\n";
  if (std::getenv("LATCHKEY_WRITE_DOCS") != nullptr) std::ofstream(path) << text;
  EXPECT_TRUE(file_text(path) == text) << "run api_test with LATCHKEY_WRITE_DOCS=1";
}

// Oracle: the tables of routes; OpenAPI 3.1.0, 4.8.8 to 4.8.12.
TEST(Openapi, HasEveryRowWithItsParametersAndAnswers) {
  std::set<std::string> ids;
  for (auto const* row : all_routes()) {
    if (!is_documented(*row)) continue;
    ASSERT_TRUE(document().at("paths").as_object().contains(path_in_openapi(row->pattern)))
        << row->pattern;
    auto const& found = operation(*row);
    EXPECT_TRUE(ids.insert(std::string(found.at("operationId").as_string())).second)
        << row->pattern;
    EXPECT_EQ(found.at("summary").as_string(), row->summary);
    EXPECT_TRUE(found.at("responses").as_object().contains("200")) << row->pattern;
    EXPECT_EQ(found.contains("security"), row->access == Access::open) << row->pattern;
    std::size_t in_path = 0;
    for (auto const& parameter : found.at("parameters").as_array())
      if (auto const* const place = parameter.as_object().if_contains("in");
          place && place->as_string() == "path")
        ++in_path;
    EXPECT_EQ(in_path, static_cast<std::size_t>(std::ranges::count(row->pattern, '{')))
        << row->pattern;
  }
}

TEST(Openapi, ResolvesItsReferences) {
  std::set<std::string> references;
  collect_references(document(), references);
  EXPECT_GT(references.size(), 20U);
  for (auto const& reference : references) {
    auto const parts = split(reference, '/');
    ASSERT_EQ(parts.size(), 4U) << reference;
    EXPECT_TRUE(document().at(parts[1]).at(parts[2]).as_object().contains(parts[3])) << reference;
  }
}

template <class Schema>
void expect_members(std::string_view model, Schema const& schema) {
  std::set<std::string> described, rendered;
  auto const& properties = document().at("components").at("schemas").at(model).at("properties");
  for (auto const& member : properties.as_object()) described.insert(std::string(member.key()));
  for (auto const& field : schema.fields) rendered.insert(std::string(field.name));
  EXPECT_EQ(described, rendered) << model;
}

// Oracle: the tables that answers are rendered from.
TEST(Openapi, DescribesEveryMemberOfTheModels) {
  expect_members("Page", page_schema());
  expect_members("Site", site_schema());
  expect_members("File", file_schema());
  expect_members("User", user_schema());
  expect_members("Role", role_schema());
}

// Oracle: JSON Schema 2020-12, written by hand.
TEST(OpenapiTypes, BecomeSchemas) {
  auto const text = [](std::string_view type) { return json::print(schema_of_type(type)); };
  EXPECT_EQ(text("text"), R"({"type":"string"})");
  EXPECT_EQ(text("any"), "{}");
  EXPECT_EQ(text("whole|null"), R"({"type":["integer","null"]})");
  EXPECT_EQ(text("'a'|'b'|false"), R"({"enum":["a","b",false]})");
  EXPECT_EQ(text("200"), R"({"const":200})");
  EXPECT_EQ(text("Page|null"),
            R"({"anyOf":[{"$ref":"#/components/schemas/Page"},{"type":"null"}]})");
  EXPECT_EQ(text("{text|null}[]"),
            R"({"type":"array","items":{"type":"object","additionalProperties":)"
            R"({"type":["string","null"]}}})");
}

TEST(OpenapiTypes, NameWhatMustBeThere) {
  EXPECT_EQ(json::print(schema_of_members("a:text b?:flag")),
            R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"boolean"}},)"
            R"("required":["a"],"additionalProperties":false})");
  EXPECT_EQ(json::print(schema_of_members("a?:any ...")),
            R"({"type":"object","properties":{"a":{}}})");
}

/// Methods and paths of all requests in all recorded cases.
std::set<Route const*> rows_with_a_case() {
  std::set<Route const*> out;
  namespace fs = std::filesystem;
  for (auto const& entry :
       fs::recursive_directory_iterator(LATCHKEY_TEST_DATA "/conformance/cases")) {
    if (entry.path().extension() != ".json") continue;
    auto const parsed = json::parse(file_text(entry.path()));
    if (!parsed || !parsed->is_object()) continue;
    for (auto const& step : parsed->at("steps").as_array()) {
      auto const* const request = step.as_object().if_contains("request");
      if (!request) continue;
      auto const* const method = request->as_object().if_contains("method");
      std::string_view const name =
          method ? std::string_view(method->as_string()) : std::string_view("GET");
      std::string_view const target = request->at("path").as_string();
      auto const below = path_below_slug(target.substr(0, target.find('?')), {});
      if (!below) continue;
      if (auto const match = match_route(http::parse_method(name), *below))
        out.insert(match->route);
    }
  }
  return out;
}

// Oracle: STYLE 6, a row of the tables has a case.
TEST(Routes, HaveEachACase) {
  auto const covered = rows_with_a_case();
  for (auto const* row : all_routes()) {
    std::string const name =
        std::string(http::method_name(row->method)) + " " + std::string(row->pattern);
    EXPECT_TRUE(covered.contains(row)) << name << " has no case in tests/conformance/cases";
  }
}

}  // namespace
}  // namespace latchkey::api
