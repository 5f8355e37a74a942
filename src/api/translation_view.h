#pragma once
// An interface translation as the wire has it. Source: spec/content-api 9.

#include <string_view>

#include "formats/json.h"

namespace latchkey::api {

/// The whole model; the first translation (English) for an unknown id.
json::object render_translation(std::string_view id);

}  // namespace latchkey::api
