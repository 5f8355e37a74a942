#pragma once
// What each row of the route tables answers and takes, by the names of schemas.

#include <string>
#include <string_view>

#include "api/route.h"

namespace latchkey::api {

/// Names of schemas (openapi_schemas.h).
struct Shape {
  std::string_view answer;   ///< "PageModel", "Done"
  std::string_view input{};  ///< of the body; empty where none is looked at
  bool is_model() const { return answer.ends_with("Model"); }
  bool is_collection() const { return answer.ends_with("Collection"); }
  bool takes_files() const { return answer == "Upload" || answer == "FieldResult"; }
};
Shape shape_of(Route const& row);

/// Whether `view` and `select` count.
bool is_selectable(Route const& row, Shape const& shape);

/// Whether its answers show content, so that the language of the content matters.
bool has_language(Route const& row);

/// Whether its answers carry an ETag.
bool has_etag(Route const& row, Shape const& shape);

}  // namespace latchkey::api
