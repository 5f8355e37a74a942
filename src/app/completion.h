#pragma once
// Completion of the command line in shells, made from a plain description of the commands.

#include <string>
#include <vector>

namespace latchkey::app {

struct CommandOption {
  std::string name;         ///< with its dashes, "--root"
  std::string description;  ///< one line
  enum class Takes { nothing, text, folder, file } takes = Takes::nothing;
};

struct CommandShape {
  std::string name, description;
  std::vector<CommandOption> options;
  std::vector<CommandShape> commands;
};

/// A script for bash with its bash-completion, and one for zsh's compinit.
std::string bash_completion(CommandShape const& program);
std::string zsh_completion(CommandShape const& program);

}  // namespace latchkey::app
