#pragma once
// `latchkey session list|end`.

#include <optional>
#include <string>

#include "app/terminal.h"

namespace latchkey::app {

struct SessionArguments {
  enum class Action { list, end } action = Action::list;
  std::optional<std::string> user;     ///< list, end: only those of this account
  std::optional<std::string> session;  ///< end: the id that list shows
  bool all = false;                    ///< end: everybody's
  bool as_json = false;
};

/// Returns the exit code.
int session_command(SessionArguments const& arguments, Ask const& ask, Terminal const& terminal);

}  // namespace latchkey::app
