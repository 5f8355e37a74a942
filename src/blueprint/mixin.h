#pragma once
// `extends`: what a blueprint, tab, section or field takes from another file.

#include <functional>
#include <optional>
#include <string>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::blueprint {

/// The map of a file by lookup name; none where there is no such file. Errors: invalid where it
/// cannot be read.
using Load = std::function<Result<std::optional<json::object>>(std::string const& name)>;

/// `own` over `base`: maps merged, everything else replaced, new keys at the end.
void merge(json::object& base, json::object const& own);

/// `node` with everything it extends below it. A map, a list of maps, or a bare name in place of a
/// map; anything else is an empty map. Names that are not found mean nothing; chains end at 16.
/// Errors: those of `load`.
Result<json::object> extend(json::value const& node, Load const& load);

}  // namespace latchkey::blueprint
