#pragma once
// The OpenAPI 3.1 document of all routes, made from their tables and those of the views. Source:
// OpenAPI Specification 3.1.0.

#include <string_view>

#include "formats/json.h"

namespace latchkey::api {

/// `server`: address of the API, absolute or a path ("/api").
json::object openapi_document(std::string_view server);

}  // namespace latchkey::api
