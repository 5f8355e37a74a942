#pragma once
// From the map of a file to a blueprint.

#include "blueprint/blueprint.h"
#include "blueprint/mixin.h"

namespace latchkey::blueprint {

/// `raw`: the whole file by the lookup name `name`. Errors: those of `load`. Otherwise total: odd
/// values count as missing.
Result<Blueprint> normalise(std::string const& name, json::object const& raw, Load const& load);

/// Options of a model by the folder of its blueprint, with short names resolved. Pure.
json::object normalise_options(std::string_view name, json::value const* said);

/// `status` of pages. Labels may be maps of languages. Pure.
json::object normalise_status(json::value const* said);

}  // namespace latchkey::blueprint
