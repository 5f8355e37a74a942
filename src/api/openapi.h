#pragma once
// The OpenAPI 3.1 document of all routes, made from their tables and those of the views. Source:
// OpenAPI Specification 3.1.0.

#include <string>
#include <string_view>

#include "api/route.h"
#include "formats/json.h"

namespace latchkey::api {

/// `server`: address of the API, absolute or a path ("/api").
json::object openapi_document(std::string_view server);

/// All rows but those that only refuse.
bool is_documented(Route const& row);
/// "/pages/{id}/files/{name}" for pages/{id}/files/{name%}.
std::string path_in_openapi(std::string_view pattern);

}  // namespace latchkey::api
