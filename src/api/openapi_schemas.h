#pragma once
// Schemas of what the API answers and takes, for its OpenAPI document. Source: spec/content-api 8
// to 17, spec/auth 3, 4; tests/conformance compares every live answer with them.

#include "formats/json.h"

namespace latchkey::api {

/// JSON Schema 2020-12 by name: models, their envelopes, errors, inputs.
json::object schema_components();

}  // namespace latchkey::api
