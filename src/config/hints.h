#pragma once
// Finds names that are nearly an option's name.

#include <cstddef>
#include <string_view>

#include "config/table.h"
#include "config/tree.h"

namespace latchkey::config {

/// Letters to add, remove, change or swap with their neighbour to get from `a` to `b` (optimal
/// string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The option whose name is one or two letters off, also where it is written in another case or
/// with underscores.
Row const* nearest_option(std::string_view name);

/// Warns of names that are nearly an option's; all other unknown names are plugins' business.
void hint_at_typing_errors(Tree const& tree, Report& report);

/// Paths that are no option and in no open map, each only up to its first unknown part.
std::vector<std::pair<std::string, Tree const*>> unknown_names(Tree const& tree);

}  // namespace latchkey::config
