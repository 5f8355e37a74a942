#pragma once
// `latchkey user add|list|password|role|delete`.

#include <optional>
#include <string>

#include "app/terminal.h"

namespace latchkey::app {

struct UserArguments {
  enum class Action { add, list, password, role, remove } action = Action::list;
  std::string user;  ///< address, id or user://ID; the new address for add
  std::optional<std::string> name, role, language;
  bool without_password = false;  ///< add: no password is asked for
  bool yes = false;               ///< remove: no question is asked
  bool as_json = false;
};

/// Returns the exit code. Passwords come from the terminal, without echo, or from the first line of
/// the input.
int user_command(UserArguments const& arguments, Ask const& ask, Terminal const& terminal);

}  // namespace latchkey::app
