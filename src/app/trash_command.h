#pragma once
// `latchkey trash list|restore|empty`.

#include <optional>
#include <string>

#include "app/terminal.h"

namespace latchkey::app {

struct TrashArguments {
  enum class Action { list, restore, empty };
  Action action = Action::list;
  std::string entry;         ///< of restore
  std::optional<int> older;  ///< days; of empty
  bool yes = false, as_json = false;
};

/// Returns the exit code.
int trash_command(TrashArguments const& arguments, Ask const& ask, Terminal const& terminal);

}  // namespace latchkey::app
