#pragma once
// The rules a field names itself under `validate`.

#include <string_view>

#include "blueprint/blueprint.h"

namespace latchkey::fields {

/// Whether `value` fits the rule `name` with `arguments` (one value, or a list of them). Names that
/// are no rule forbid nothing. `now`: seconds since 1970. Pure.
bool fits_rule(std::string_view name, json::value const& value, json::value const& arguments,
               std::int64_t now);

/// `validate` as a map rule -> arguments: a name, a list of names, or that map.
json::object rules_of(blueprint::Field const& field);

}  // namespace latchkey::fields
