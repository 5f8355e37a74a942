#pragma once
// A short way to write JSON schemas: the tables of openapi_schemas.cpp.
//
//   type    = part { "|" part }           anything that fits one of the parts
//   part    = name "[]"...                a list
//           | "{" type "}" | name | "'" word "'" | number
//   name    = text flag whole real any null true false bytes
//           | fields                      a map, [] where it is empty
//           | empty                       []
//           | Name                        another schema
//   members = { key ["?"] ":" type " " } ["..."]
//
// Members are all there but those with a question mark; others only where `...` lets them.

#include <string_view>

#include "formats/json.h"

namespace latchkey::api {

/// Of a constant of the program: what does not fit the grammar is a defect, not an error.
json::object schema_of_type(std::string_view type);
json::object schema_of_members(std::string_view members);

/// `{"$ref": "#/components/KIND/NAME"}`.
json::object component(std::string_view kind, std::string_view name);

}  // namespace latchkey::api
