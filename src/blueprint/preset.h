#pragma once
// Presets: whole layouts from a few keys. Source: spec/content-api 6, recorded case
// blueprint-presets.

#include "formats/json.h"

namespace latchkey::blueprint {

/// `raw` with the columns or sections that its `preset` stands for; unknown presets mean nothing.
json::object apply_preset(json::object raw);

}  // namespace latchkey::blueprint
