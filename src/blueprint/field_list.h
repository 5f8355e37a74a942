#pragma once
// The fields of a section, structure or block, from what a blueprint says.

#include <set>
#include <string>

#include "blueprint/blueprint.h"
#include "blueprint/mixin.h"

namespace latchkey::blueprint {

/// Names already used in the same blueprint, in lower case.
using Names = std::set<std::string, std::less<>>;

/// Complete fields in the order of `node` (a map name -> field; `true` is all defaults, `false`
/// removes). Groups are replaced by their fields. An unknown type and a name used twice turn into
/// an info field that says so. Nested deeper than 8: without inner fields. Errors: those of `load`.
Result<FieldList> make_fields(json::value const& node, Load const& load, Names& seen,
                              int depth = 0);

/// Kinds of blocks, from `fieldsets` of a field: a list of names, a map name -> definition, or
/// groups of those; absent: the built-in ones. Errors: those of `load`.
Result<std::vector<Fieldset>> make_fieldsets(json::value const* node, Load const& load, int depth);

/// Whether `type` is one a field may have.
bool is_field_type(std::string_view type);

}  // namespace latchkey::blueprint
