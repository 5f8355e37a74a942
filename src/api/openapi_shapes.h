#pragma once
// What each row answers, by its place in the tables; schemas of the models, by those of the views.

#include <string>
#include <string_view>

#include "api/route.h"
#include "formats/json.h"

namespace latchkey::api {

/// What a row answers with.
struct Shape {
  enum class Kind { model, collection, done, other } kind = Kind::other;
  std::string_view model;  ///< "Page", "Site", "File", "User", "Role", "Language", "Translation"
};
Shape shape_of(Route const& row);

/// Components of the document: a schema for each model, its envelopes, and the errors.
json::object schema_components();

}  // namespace latchkey::api
