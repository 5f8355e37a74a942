#pragma once
// `latchkey init DIR`: a small site that works at once.

#include <filesystem>

#include "app/terminal.h"

namespace latchkey::app {

struct InitArguments {
  std::filesystem::path folder;
  bool as_json = false;
};

/// Makes the folder and its files. A folder that holds anything is refused, and named. Returns the
/// exit code.
int init_command(InitArguments const& arguments, Terminal const& terminal);

}  // namespace latchkey::app
