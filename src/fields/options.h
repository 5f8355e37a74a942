#pragma once
// The choices of select, radio, toggles, checkboxes, multiselect and tags. Source:
// spec/content-api 11, 21.2.

#include <string>
#include <vector>

#include "blueprint/blueprint.h"
#include "fields/world.h"

namespace latchkey::fields {

struct Option {
  json::value value;  ///< text or number
  std::string text;
  json::value icon, info;
  bool disabled = false;
};

/// Whether the choices come from an address (`type: api`). Nobody is asked there, so any value may
/// be one of them.
bool are_elsewhere(blueprint::Field const& field);

/// From a list, a map value -> text, a list of maps, or a query. Errors: invalid
/// error.invalidArgument for a query that fails or gives no list. Empty where they are elsewhere.
Result<std::vector<Option>> options_of(World const& world, Model const& model,
                                       blueprint::Field const& field);

/// As the fields section shows them.
json::array render_options(std::vector<Option> const& options);

}  // namespace latchkey::fields
