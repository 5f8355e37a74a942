#pragma once
// The command line: every command with its options and help, and what it calls.

#include "app/completion.h"
#include "app/terminal.h"

namespace latchkey::app {

/// Runs what the arguments say. Returns the exit code: 0 done, 1 failed, 2 wrong usage or
/// configuration.
int run_cli(int argc, char const* const* argv, Terminal const& terminal);

/// All commands and options, for completion and the test of the man page; hidden ones are left out.
CommandShape command_shape();

}  // namespace latchkey::app
