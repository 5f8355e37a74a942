#include "api/openapi_types.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/text.h"

namespace latchkey::api {
namespace {

/// At every `|` outside of braces.
std::vector<std::string_view> alternatives(std::string_view type) {
  std::vector<std::string_view> out;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < type.size(); ++i) {
    depth += type[i] == '{' ? 1 : type[i] == '}' ? -1 : 0;
    if (type[i] != '|' || depth != 0) continue;
    out.push_back(type.substr(begin, i - begin));
    begin = i + 1;
  }
  out.push_back(type.substr(begin));
  return out;
}

json::object named_schema(std::string_view name) {
  if (name == "text") return {{"type", "string"}};
  if (name == "bytes") return {{"type", "string"}, {"format", "binary"}};
  if (name == "flag") return {{"type", "boolean"}};
  if (name == "whole") return {{"type", "integer"}};
  if (name == "real") return {{"type", "number"}};
  if (name == "null") return {{"type", "null"}};
  if (name == "any") return {};
  if (name == "empty") return {{"type", "array"}, {"maxItems", 0}};
  if (name == "fields") return {{"type", json::array{"object", "array"}}, {"maxItems", 0}};
  return component("schemas", name);
}

/// `'word'`, a number, true or false.
std::optional<json::value> constant(std::string_view part) {
  if (part == "true" || part == "false") return part == "true";
  if (part.starts_with('\'')) return json::text(part.substr(1, part.size() - 2));
  if (auto const number = parse_unsigned(part)) return *number;
  return std::nullopt;
}

json::object schema_of_part(std::string_view part) {
  if (part.ends_with("[]"))
    return {{"type", "array"}, {"items", schema_of_part(part.substr(0, part.size() - 2))}};
  if (part.starts_with('{'))
    return {{"type", "object"},
            {"additionalProperties", schema_of_type(part.substr(1, part.size() - 2))}};
  if (auto value = constant(part)) return {{"const", std::move(*value)}};
  return named_schema(part);
}

bool is_plain(json::object const& schema) {
  return schema.size() == 1 && schema.contains("type") && schema.at("type").is_string();
}

}  // namespace

json::object component(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

json::object schema_of_type(std::string_view type) {
  auto const parts = alternatives(type);
  if (parts.size() == 1) return schema_of_part(parts.front());
  json::array schemas, constants, types;
  for (auto const part : parts) {
    auto schema = schema_of_part(part);
    if (auto const* const value = schema.if_contains("const")) constants.push_back(*value);
    if (is_plain(schema)) types.push_back(schema.at("type"));
    schemas.push_back(std::move(schema));
  }
  if (constants.size() == parts.size()) return {{"enum", std::move(constants)}};
  if (types.size() == parts.size()) return {{"type", std::move(types)}};
  return {{"anyOf", std::move(schemas)}};
}

json::object schema_of_members(std::string_view members) {
  json::object properties;
  json::array required;
  bool open = false;
  for (auto const member : split(members, ' ')) {
    if (member == "...") {
      open = true;
      continue;
    }
    auto [key, type] = cut(member, ':');
    if (key.ends_with('?'))
      key.remove_suffix(1);
    else
      required.push_back(json::text(key));
    properties[key] = schema_of_type(type);
  }
  json::object out{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) out["required"] = std::move(required);
  if (!open) out["additionalProperties"] = false;
  return out;
}

}  // namespace latchkey::api
