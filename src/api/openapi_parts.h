#pragma once
// What operations of the OpenAPI document share: parameters, headers, answers to errors, ways to
// prove who one is.

#include "formats/json.h"

namespace latchkey::api {

json::object parameter_components();
json::object header_components();
/// "Error400" and so on; "UploadError" for what uploads refuse.
json::object response_components();
json::object security_components();
/// What the first parts of paths are about; `name` is the tag of operations.
json::array document_tags();

/// `{"application/json": {"schema": …}}`.
json::object json_content(json::value schema);

}  // namespace latchkey::api
